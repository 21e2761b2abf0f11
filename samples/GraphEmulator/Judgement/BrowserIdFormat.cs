namespace GraphEmulator.Judgement;

/// <summary>The shape of <c>fbc</c> and <c>fbp</c>: <c>fb.{index}.{milliseconds}.{payload}[.{mark}]</c> (meta-capi.md section 6.1).</summary>
internal static class BrowserIdFormat
{
    /// <summary>Milliseconds have had 13 digits since 2001; ten digits are seconds.</summary>
    private const int MillisecondDigits = 13;

    public static bool IsValid(string value)
    {
        var segments = value.Split('.');
        return segments.Length is 4 or 5
            && segments[0] == "fb"
            && IsDigits(segments[1])
            && IsDigits(segments[2])
            && segments[3].Length > 0
            && !segments[3].Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
            && (segments.Length == 4 || HashFormat.IsMark(segments[4]));
    }

    /// <summary>Whether a valid value's creation time can be milliseconds.</summary>
    public static bool HasMilliseconds(string value) => value.Split('.')[2].Length >= MillisecondDigits;

    private static bool IsDigits(string segment) => segment.Length > 0 && segment.All(char.IsAsciiDigit);
}
