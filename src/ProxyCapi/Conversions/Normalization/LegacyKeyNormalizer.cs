using System.Globalization;
using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Keys that only Meta's SDKs know: <c>f5first f5last fi dobd dobm doby</c> (meta-capi.md section 5.3, legacy keys).</summary>
internal static class LegacyKeyNormalizer
{
    /// <summary>The first characters of a name: five for <c>f5first</c> and <c>f5last</c>, one for <c>fi</c>.</summary>
    public static string? NormalizeNameStart(string value, int characters)
    {
        var name = JavaScriptText.ToLower(JavaScriptText.Trim(value));
        var length = 0;
        for (; characters > 0 && length < name.Length; characters--)
        {
            Rune.DecodeFromUtf16(name.AsSpan(length), out _, out var units);
            length += units;
        }

        return length == 0 ? null : name[..length];
    }

    /// <summary><c>dobd</c> (1 to 31) and <c>dobm</c> (1 to 12): two digits.</summary>
    public static string? NormalizeDayOrMonth(string value, int last)
    {
        var digits = JavaScriptText.Trim(value.AsSpan());
        return digits.Length is 1 or 2
            && !digits.ContainsAnyExceptInRange('0', '9') // TryParse alone takes a NUL at the end
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= last
                ? number.ToString("D2", CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary><c>doby</c>: four digits, of any year.</summary>
    public static string? NormalizeYear(string value)
    {
        var digits = JavaScriptText.Trim(value.AsSpan());
        return digits.Length == 4 && !digits.ContainsAnyExceptInRange('0', '9') ? digits.ToString() : null;
    }
}
