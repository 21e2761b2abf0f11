namespace ProxyCapi.Storage;

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Ids of events that wait again.</param>
/// <param name="Insisted">Those of them that were only replayed because the operator insisted, and what spoke against each.</param>
/// <param name="Refused">Ids that were left as they are, and why.</param>
internal sealed record ReplayResult(
    IReadOnlyList<long> Replayed, IReadOnlyList<(long Id, ReplayRefusal Why)> Insisted, IReadOnlyList<(long Id, ReplayRefusal Why)> Refused);
