using System.Text.RegularExpressions;

namespace GraphEmulator.Judgement;

/// <summary>Finds an e-mail address in the clear.</summary>
internal static partial class EmailText
{
    /// <summary>Whether one stands in the text, as it is or percent-encoded.</summary>
    public static bool IsIn(string text) =>
        (text.Contains('@', StringComparison.Ordinal) && Pattern().IsMatch(text))
        || (text.Contains("%40", StringComparison.Ordinal) && Pattern().IsMatch(Uri.UnescapeDataString(text)));

    // "photo@2x.png" is a file name.
    [GeneratedRegex(@"[A-Za-z0-9._+-]@(?![0-9]x\.)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
