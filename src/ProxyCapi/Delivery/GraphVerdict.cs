namespace ProxyCapi.Delivery;

/// <summary>What an answer means, and everything the sender needs to know of it.</summary>
/// <param name="Action">What to do.</param>
internal sealed record GraphVerdict(GraphAction Action)
{
    /// <summary>Meta's error code.</summary>
    public int? Code { get; init; }

    /// <summary>Meta's error subcode.</summary>
    public int? Subcode { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>Meta's own words, cut short; localised, so nothing is decided by them.</summary>
    public string? Message { get; init; }

    /// <summary>Meta's number for support cases.</summary>
    public string? TraceId { get; init; }

    /// <summary>Warnings of a successful answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many events Meta says it received.</summary>
    public int? EventsReceived { get; init; }

    /// <summary>How many events the request held.</summary>
    public int EventsSent { get; init; }

    /// <summary>The pause the answer asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A policy block: wait an hour or more (code 368).</summary>
    public bool IsLong { get; init; }

    /// <summary>The highest usage any rate header shows, in percent.</summary>
    public double? UsagePercent { get; init; }

    /// <summary>The answer's <c>Date</c>, if it is Meta's.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>
    /// Meta may have the events: the request was cut off, or something in between failed after it may have passed it on (delivery.md section 5.4).
    /// </summary>
    public bool IsOutcomeUnknown => Action == GraphAction.InDoubt || (Action == GraphAction.Retry && !IsGraph && Status is >= 500 or 408 or (>= 200 and <= 299));

    /// <summary>Whether the answer is the Graph API's. Another's answer is never a reason to delete an event (design.md section 7).</summary>
    public bool IsGraph { get; init; }

    /// <summary>Meta refused the request for what is in it. Only its own word counts, or the size that HTTP names.</summary>
    public bool IsRefusal => Action is GraphAction.Split or GraphAction.Drop && (IsGraph || Status == 413);

    /// <summary>Meta's clock has not come to the event's time yet: a matter of clocks, never of the event (code 100, subcode 2804004).</summary>
    public bool IsTooEarly => IsRefusal && (Code, Subcode) == (100, 2804004);

    /// <summary>
    /// Somebody has answered, and a single event may be what the answer is about: tried often enough, it waits by itself and keeps nobody back.
    /// </summary>
    public bool MayConcernOneEvent => Status is not null && Action is GraphAction.Retry or GraphAction.Split or GraphAction.Drop;

    /// <summary>What explains a doubt to the operator: the label, how many were received of how many, and Meta's number for support cases.</summary>
    public string Explanation => EventsReceived is { } received
        ? $"{Label}, {received} of {EventsSent} received" + (TraceId is null ? "" : $" (fbtrace_id {TraceId})")
        : Label;

    /// <summary>Short form for logs and notes: <c>100/2804050</c>, <c>HTTP 502</c>.</summary>
    public string Label => (Code, Subcode, Status) switch
    {
        ({ } code, { } subcode, _) => $"{code}/{subcode}",
        ({ } code, null, _) => $"{code}",
        (null, _, { } status) => $"HTTP {status}",
        _ => "no answer",
    };
}
