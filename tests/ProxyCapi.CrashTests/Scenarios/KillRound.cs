namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>One round of <see cref="KillScenario"/>.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="StartedAfter">From the start of the process until it served.</param>
/// <param name="InDoubt">Events of which the kill before had left the outcome open.</param>
/// <param name="Exchanges">Pages that were asked for.</param>
/// <param name="Complete">Pages that came whole.</param>
/// <param name="KilledAfter">From the first page until the kill.</param>
/// <param name="OnDisk">Orders that were found on disk and had not been there before.</param>
internal sealed record KillRound(
    int Number, TimeSpan StartedAfter, long InDoubt, int Exchanges, int Complete, TimeSpan KilledAfter, int OnDisk);
