namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>One recorded run and the losses of power in it.</summary>
/// <param name="Number">Counts from 1; 0 is the control.</param>
/// <param name="Synchronous">SQLite's <c>synchronous</c>.</param>
/// <param name="Steps">What happened to the folder.</param>
/// <param name="Syncs">Syncs among it.</param>
/// <param name="Cuts">Losses of power, by what the disk had of what was not synced.</param>
/// <param name="Differences">Files that the simulation has otherwise than the disk at the end of the run: there must be none.</param>
internal sealed record PowerRound(int Number, string Synchronous, int Steps, int Syncs, IReadOnlyDictionary<Remains, CutTally> Cuts, IReadOnlyList<string> Differences)
{
    /// <summary>All of them together.</summary>
    public CutTally Sum => Cuts.Values.Aggregate(new CutTally(), (sum, next) => sum.Plus(next));
}
