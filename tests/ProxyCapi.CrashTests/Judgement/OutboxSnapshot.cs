namespace ProxyCapi.CrashTests.Judgement;

/// <summary>What the file of an outbox held at one moment.</summary>
internal sealed record OutboxSnapshot
{
    /// <summary>No file yet.</summary>
    public static readonly OutboxSnapshot Nothing = new() { Integrity = "ok", SeenKeys = new HashSet<string>() };

    /// <summary>What SQLite's <c>integrity_check</c> says.</summary>
    public required string Integrity { get; init; }

    /// <summary>The dedupe keys, as hexadecimal text: every order that was ever acknowledged.</summary>
    public required IReadOnlySet<string> SeenKeys { get; init; }

    /// <summary>Events that wait.</summary>
    public long Waiting { get; init; }

    /// <summary>Events of which a request was on its way: after a kill their outcome is not known.</summary>
    public long Posting { get; init; }

    /// <summary>Dead letters.</summary>
    public IReadOnlyList<FoundDeadLetter> Dead { get; init; } = [];
}
