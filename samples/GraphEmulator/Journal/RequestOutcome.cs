namespace GraphEmulator.Journal;

/// <summary>How a request ended.</summary>
public enum RequestOutcome
{
    /// <summary>Judged good and committed.</summary>
    Accepted,

    /// <summary>Judged bad; nothing of it was committed.</summary>
    Refused,

    /// <summary>A fault decided before the judgement; nothing of it was committed.</summary>
    Faulted,
}
