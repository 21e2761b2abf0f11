using System.Buffers;
using System.Net;

namespace ProxyCapi.Conversions.Identity;

/// <summary>
/// Reads addresses as proxies write them. Stricter than <see cref="IPAddress.TryParse(ReadOnlySpan{char}, out IPAddress?)"/>, which takes
/// <c>1</c>, <c>0x7f.1</c> and octal numbers (meta-capi.md section 12).
/// </summary>
internal static class AddressText
{
    private const int Octets = 4;

    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>The address; quotes, brackets, port and scope are dropped. <see langword="null"/>: none.</summary>
    public static IPAddress? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim().Trim('"').Trim();
        return text.Count(':') switch
        {
            0 => ParseIpv4(text),
            1 when IsPort(text[(text.IndexOf(':') + 1)..]) => ParseIpv4(text[..text.IndexOf(':')]),
            1 => null,
            _ => ParseIpv6(text),
        };
    }

    private static IPAddress? ParseIpv4(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[Octets + 1];
        if (text.Split(parts, '.') != Octets)
        {
            return null;
        }

        Span<byte> octets = stackalloc byte[Octets];
        for (var i = 0; i < Octets; i++)
        {
            var part = text[parts[i]];
            var isDecimal = part.Length is >= 1 and <= 3 && !part.ContainsAnyExceptInRange('0', '9') && (part.Length == 1 || part[0] != '0');
            if (!isDecimal || !byte.TryParse(part, out octets[i]))
            {
                return null;
            }
        }

        return new IPAddress(octets);
    }

    private static IPAddress? ParseIpv6(ReadOnlySpan<char> text)
    {
        if (text[0] == '[')
        {
            var end = text.IndexOf(']');
            if (end < 0 || (end + 1 < text.Length && (text[end + 1] != ':' || !IsPort(text[(end + 2)..]))))
            {
                return null;
            }

            text = text[1..end];
        }

        var scope = text.IndexOf('%');
        text = scope < 0 ? text : text[..scope];
        return !text.ContainsAnyExcept(Ipv6Characters) && IPAddress.TryParse(text, out var address) ? address : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length is >= 1 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
