using System.Buffers;
using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>
/// Letters that must stand in a page for a CSS selector to find anything on it: a scan of the text, thousands of times cheaper than the document
/// it saves where a rule looks at many pages for the few that prove something.
/// </summary>
internal sealed partial class SelectorHint
{
    /// <summary>Shorter runs of letters are on every page.</summary>
    private const int Shortest = 3;

    private static readonly SearchValues<char> Unclear = SearchValues.Create(",\\()[]");

    private readonly string[] _letters;

    private SelectorHint(string[] letters) => _letters = letters;

    /// <summary>
    /// The hint of a selector; one that asks for nothing if the selector has alternatives or escapes. Of each class and id only the longest run of
    /// letters and digits counts: a site may write all else as character references.
    /// </summary>
    public static SelectorHint Of(string selector)
    {
        var plain = Functions().Replace(Attributes().Replace(selector, ""), "");
        return plain.AsSpan().ContainsAny(Unclear)
            ? new SelectorHint([])
            : new SelectorHint([.. Names().Matches(plain).Select(LongestRun).Where(run => run.Length >= Shortest)]);
    }

    /// <summary>Whether the selector may find something; never no where it would.</summary>
    public bool MayMatch(string text) => Array.TrueForAll(_letters, letters => text.Contains(letters, StringComparison.OrdinalIgnoreCase));

    private static string LongestRun(Match name) => Runs().Matches(name.Value).Select(run => run.Value).MaxBy(run => run.Length) ?? "";

    [GeneratedRegex(@"\[[^\]]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Attributes();

    [GeneratedRegex(@":[A-Za-z-]+\([^()]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Functions();

    [GeneratedRegex(@"[.#][\p{L}\p{N}_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Runs();
}
