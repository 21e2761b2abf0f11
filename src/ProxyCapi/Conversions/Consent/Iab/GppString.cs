using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.Conversions.Consent.Iab;

/// <summary>A string of the Global Privacy Platform: a header with the sections' numbers, then the sections.</summary>
/// <remarks>https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, "Core/Consent String Specification.md".</remarks>
internal sealed class GppString
{
    private const int HeaderType = 3;
    private const int MaxSections = 64;

    private GppString(IReadOnlyDictionary<int, string> sections) => Sections = sections;

    /// <summary>The sections' texts by their number.</summary>
    public IReadOnlyDictionary<int, string> Sections { get; }

    /// <summary>Reads a string; the header must name as many sections as there are.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out GppString? consent)
    {
        consent = null;
        var parts = text.Split('~');
        if (parts.Length > MaxSections || !BitText.TryRead(parts[0], out var header) || header.Number(0, 6) != HeaderType
            || ReadIds(header) is not { } ids || ids.Count != parts.Length - 1)
        {
            return false;
        }

        var sections = new Dictionary<int, string>();
        for (var i = 0; i < ids.Count; i++)
        {
            sections[ids[i]] = parts[i + 1];
        }

        consent = new(sections);
        return true;
    }

    // Numbers are written as the distance from the one before; a range as the distance to its begin, then its length.
    private static List<int>? ReadIds(BitText bits)
    {
        var ids = new List<int>();
        var entries = bits.Number(12, 12);
        var at = 24;
        var last = 0;
        for (var i = 0; i < entries; i++)
        {
            var isRange = bits.Bit(at++);
            if (!TryReadFibonacci(bits, ref at, out var distance))
            {
                return null;
            }

            var end = last + distance;
            var begin = end;
            if (isRange)
            {
                if (!TryReadFibonacci(bits, ref at, out var length))
                {
                    return null;
                }

                end += length;
            }

            if (end - begin >= MaxSections || ids.Count > MaxSections)
            {
                return null;
            }

            ids.AddRange(Enumerable.Range(begin, end - begin + 1));
            last = end;
        }

        return ids;
    }

    // A sum of Fibonacci numbers 1, 2, 3, 5, …, least first; two ones in a row end it.
    private static bool TryReadFibonacci(BitText bits, ref int at, out int number)
    {
        number = 0;
        int current = 1, next = 2;
        var wasSet = false;
        for (; at < bits.Length && current < 1_000_000; at++)
        {
            var isSet = bits.Bit(at);
            if (isSet && wasSet)
            {
                at++;
                return true;
            }

            number += isSet ? current : 0;
            wasSet = isSet;
            (current, next) = (next, current + next);
        }

        return false;
    }
}
