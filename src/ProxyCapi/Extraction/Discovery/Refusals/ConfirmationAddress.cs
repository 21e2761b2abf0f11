using System.Buffers;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Refusals;

/// <summary>Whether an address is one of those to which shops lead after an order: a hint, not a proof.</summary>
internal static class ConfirmationAddress
{
    // shop-pages.md section 7, and the same words in other languages.
    private static readonly string[] Words =
    [
        "thank", "success", "confirm", "received", "complete", "finish", "danke", "merci", "grazie", "gracias", "obrigad", "bedankt", "conferma", "bestaetig", "bestatig", "bestätig", "bevestig",
        "bekraeft", "bekreft", "potwierdz", "dziekuj", "potvrzen", "dekuj", "koszon", "tesekkur", "kiitos", "multumim", "receipt", "placed", "ordercompleted", "spasibo",
    ];

    // Too short to be looked for within other words.
    private static readonly string[] WholeSegments = ["tack", "tak", "takk", "fertig", "done", "ty"];

    private static readonly SearchValues<string> Any = SearchValues.Create([.. Words.Concat(WholeSegments)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether <see cref="Is"/> has to be asked: says no to nearly every other address at once, and allocates nothing.</summary>
    public static bool MayBe(string path) => path.AsSpan().ContainsAny(Any);

    /// <summary>Whether a path, escaped or not, is such an address.</summary>
    public static bool Is(string path) => MayBe(path) && path.Split('/', StringSplitOptions.RemoveEmptyEntries).Any(segment => IsSegment(string.Concat(FieldWords.Of(segment))));

    /// <summary>Whether one segment of a path, in its words without what stands between them, says so.</summary>
    public static bool IsSegment(string segment) =>
        WholeSegments.Contains(segment) || Array.Exists(Words, word => segment.Contains(word, StringComparison.Ordinal));
}
