namespace GraphEmulator.Journal;

/// <summary>One request to the events edge. Recorded before it is answered, so that whoever has the answer finds it here.</summary>
public sealed record RecordedRequest
{
    /// <summary>Counts requests from 1 on, since the start or the last reset.</summary>
    public long Number { get; init; }

    /// <summary>When the journal took it.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The version of the path.</summary>
    public required string Version { get; init; }

    /// <summary>The pixel id of the path.</summary>
    public required string Pixel { get; init; }

    /// <summary>How many events it carried. 0 if the body was not read, or unreadable.</summary>
    public int Events { get; init; }

    /// <summary>The ids of those that have one, in their order.</summary>
    public IReadOnlyList<string> EventIds { get; init; } = [];

    /// <summary>How it ended.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>How many of its events were committed.</summary>
    public int Committed { get; init; }

    /// <summary>The HTTP status of the answer; <see langword="null"/> if a fault let there be none.</summary>
    public int? Status { get; init; }

    /// <summary>The Graph API's code and subcode of a refusal.</summary>
    public int? Code { get; init; }

    /// <inheritdoc cref="Code"/>
    public int? Subcode { get; init; }

    /// <summary>What was wrong, each with the path of the field; up to 50. Never a value.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What was odd and accepted.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The faults that this request met, such as <c>hang afterCommit</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The sender's <c>test_event_code</c>.</summary>
    public string? TestEventCode { get; init; }

    /// <summary>The answer's <c>fbtrace_id</c>.</summary>
    public string? TraceId { get; init; }
}
