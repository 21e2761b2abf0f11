using System.Buffers;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Drops characters from a value.</summary>
internal static class CharacterFilter
{
    private const int StackLimit = 256;

    /// <summary>The characters that pass, in order; the same string if all do.</summary>
    public static string Keep(string value, Func<char, bool> passes)
    {
        var rented = value.Length > StackLimit ? ArrayPool<char>.Shared.Rent(value.Length) : null;
        var buffer = rented ?? stackalloc char[StackLimit];
        var length = 0;
        foreach (var c in value)
        {
            if (passes(c))
            {
                buffer[length++] = c;
            }
        }

        var kept = length == value.Length ? value : buffer[..length].ToString();
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true); // it held a buyer's data
        }

        return kept;
    }
}
