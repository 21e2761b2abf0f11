using System.Globalization;
using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>The context of a capital sigma: Unicode's Final_Sigma (The Unicode Standard, section 3.13, table 3-17).</summary>
internal static class LetterCase
{
    /// <summary>Whether the sigma ends a word: a cased letter before it, none after it, characters that casing ignores skipped.</summary>
    public static bool IsFinalSigma(string value, int index) =>
        NextIsCased(value, index, forward: false) && !NextIsCased(value, index, forward: true);

    private static bool NextIsCased(string value, int index, bool forward)
    {
        var i = forward ? index + 1 : index;
        while (forward ? i < value.Length : i > 0)
        {
            var text = value.AsSpan();
            var status = forward
                ? Rune.DecodeFromUtf16(text[i..], out var rune, out var length)
                : Rune.DecodeLastFromUtf16(text[..i], out rune, out length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                return false; // half a surrogate pair has no case
            }

            if (!IsIgnoredByCasing(rune))
            {
                return IsCased(rune);
            }

            i += forward ? length : -length;
        }

        return false;
    }

    // Case_Ignorable: Mn, Me, Cf, Lm, Sk and the word-internal punctuation of UAX #29.
    private static bool IsIgnoredByCasing(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => rune.Value is 0x27 or 0x2E or 0x3A or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A,
    };

    // Cased: Lu, Ll, Lt and Other_Uppercase, Other_Lowercase as far as they are not ignored above.
    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        _ => rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
    };
}
