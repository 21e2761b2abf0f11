using System.Collections.Immutable;

namespace ProxyCapi.Diagnostics.Stories;

/// <summary>What is known of one event, or of one exchange that gave none and should have: for the operator, in memory only.</summary>
/// <remarks>Holds no hash, address, cookie or name of a buyer: which keys there are, not what they say.</remarks>
internal sealed record EventStory
{
    /// <summary>Its number in this process.</summary>
    public long Number { get; init; }

    /// <summary>Grows with each change of any story: what is new is what has a higher one.</summary>
    public long Version { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>The event's name; empty where an exchange gave none.</summary>
    public string EventName { get; init; } = "";

    /// <summary>The event's id; <see langword="null"/> where none was made.</summary>
    public string? EventId { get; init; }

    /// <summary>The order's id.</summary>
    public string? OrderId { get; init; }

    /// <summary>The event's value.</summary>
    public decimal? Value { get; init; }

    /// <summary>The value's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>The pixel's name; empty where there is none.</summary>
    public string Pixel { get; init; } = "";

    /// <summary>The rule that read it, or <c>discovery</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>The page, cleaned like every address that leaves.</summary>
    public string? Page { get; init; }

    /// <summary>The match keys it carries.</summary>
    public IReadOnlyList<string> MatchKeys { get; init; } = [];

    /// <summary>The estimated match quality (0 to 10); <see langword="null"/> where no event was made.</summary>
    public double? Quality { get; init; }

    /// <summary>What the visitor said, and to whom: <c>granted, cookiebot</c>.</summary>
    public string? Consent { get; init; }

    /// <summary>Whether it goes to Meta's test tab and counts nothing.</summary>
    public bool IsTest { get; init; }

    /// <summary>Where it stands.</summary>
    public StoryState State { get; init; }

    /// <summary>The outcome, once it has ended: the tag value of <c>proxycapi.outcome</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The reason of the outcome: the tag value of <c>proxycapi.reason</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>What Meta answered last.</summary>
    public string? Answer { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its fields and where they come from.</summary>
    public IReadOnlyList<StoryField> Fields { get; init; } = [];

    /// <summary>What happened, in order.</summary>
    public ImmutableArray<StoryStep> Steps { get; init; } = [];

    /// <summary>The story with one more step; of a long one the middle is left out.</summary>
    public EventStory With(StoryStep step)
    {
        const int MostSteps = 40;
        return this with { Steps = (Steps.Length < MostSteps ? Steps : Steps.RemoveAt(MostSteps / 2)).Add(step) };
    }

    /// <summary>The story with its end.</summary>
    public EventStory End(DateTimeOffset at, string outcome, string reason, string text) =>
        With(new StoryStep(at, "ended", text)) with { State = StoryState.Ended, Outcome = outcome, Reason = reason, EndedAt = at };
}
