using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.Conversions.Consent.Iab;

/// <summary>A bit string in base64url, six bits a character, as the IAB's frameworks write it.</summary>
internal sealed class BitText
{
    private readonly byte[] _values;

    private BitText(byte[] values) => _values = values;

    /// <summary>Bits that are there.</summary>
    public int Length => _values.Length * 6;

    /// <summary>Reads a text of the alphabet; padding is allowed at the end.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out BitText? bits)
    {
        text = text.TrimEnd('=');
        var values = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i] switch
            {
                >= 'A' and <= 'Z' => text[i] - 'A',
                >= 'a' and <= 'z' => text[i] - 'a' + 26,
                >= '0' and <= '9' => text[i] - '0' + 52,
                '-' => 62,
                '_' => 63,
                _ => -1,
            };
            if (value < 0)
            {
                bits = null;
                return false;
            }

            values[i] = (byte)value;
        }

        bits = values.Length > 0 ? new(values) : null;
        return bits is not null;
    }

    /// <summary>Whether a bit is set; what lies behind the end is not.</summary>
    public bool Bit(int index) => index >= 0 && index < Length && (_values[index / 6] >> (5 - (index % 6)) & 1) == 1;

    /// <summary>An unsigned number, most significant bit first; at most 31 bits.</summary>
    public int Number(int index, int length)
    {
        var number = 0;
        for (var i = 0; i < length; i++)
        {
            number = (number << 1) | (Bit(index + i) ? 1 : 0);
        }

        return number;
    }
}
