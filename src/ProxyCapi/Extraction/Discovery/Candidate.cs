using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>One reading of a conversion by one source. Several of them may tell of the same event.</summary>
internal sealed class Candidate
{
    /// <summary>The event's name: one of Meta's standard names.</summary>
    public required string EventName { get; init; }

    /// <summary>The kind of source.</summary>
    public required CandidateSource Source { get; init; }

    /// <summary>Where on the page, for people: <c>fbq track</c>, <c>dataLayer purchase</c>, <c>pysOptions.staticEvents</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The page's own event id; the browser's pixel sends the same.</summary>
    public string? EventId { get; set; }

    /// <summary>The pixels that the call names (<c>trackSingle</c>); empty: every pixel of the page.</summary>
    public IReadOnlyList<string> PixelIds { get; init; } = [];

    /// <summary>The ways through <c>if</c> and <c>switch</c> that lead to it: of two candidates on different ways of the same branching only one happens.</summary>
    public IReadOnlyList<ScriptBranch> Branches { get; init; } = [];

    /// <summary>The limit of data use that the page's pixel is told of it.</summary>
    public DataUseLimit? DataUse { get; init; }

    /// <summary>The page says that there is such an order, not that it has just been placed: data without an event.</summary>
    public bool IsRemark { get; init; }

    /// <summary>What stands for the event where scripts do not run: it fills the gaps of another reading and proves nothing alone.</summary>
    public bool IsStandIn { get; init; }

    /// <summary>Single values of <c>custom_data</c>, by Meta's key.</summary>
    public Dictionary<string, ScalarValue> CustomData { get; } = new(StringComparer.Ordinal);

    /// <summary>The order's lines.</summary>
    public List<ContentItem> Contents { get; } = [];

    /// <summary>The lines' ids, if the source gives them apart from <see cref="Contents"/>.</summary>
    public List<string> ContentIds { get; } = [];

    /// <summary>The buyer's data, by Meta's key: plain text, or SHA-256 in hex where the page hashed it already.</summary>
    public Dictionary<string, List<string>> UserData { get; } = new(StringComparer.Ordinal);

    /// <summary>The order's id, if the source names it.</summary>
    public string? OrderId => CustomData.TryGetValue("order_id", out var id) && id.Text.Length > 0 ? id.Text : null;
}
