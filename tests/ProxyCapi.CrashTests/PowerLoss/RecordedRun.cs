namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>Goes through a recording and lets the power go at many moments of it.</summary>
/// <param name="recording">What happened.</param>
/// <param name="ledger">What was known before; follows the run.</param>
/// <param name="later">Late enough for everything to be due.</param>
/// <param name="random">Decides the moments and what survives.</param>
internal sealed class RecordedRun(Recording recording, EventLedger ledger, TimeProvider later, Random random)
{
    private int _step;

    /// <summary>What came of it, by what the disk had of what was not synced.</summary>
    public Dictionary<Remains, CutTally> Tallies { get; } = Enum.GetValues<Remains>().ToDictionary(remains => remains, _ => new CutTally());

    /// <summary>Lets the power go.</summary>
    /// <param name="cuts">How often.</param>
    /// <param name="scratch">A folder that does not exist; it is used for each.</param>
    /// <param name="left">An empty folder for what the last one leaves.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task CutAsync(int cuts, string scratch, string left, CancellationToken cancellationToken)
    {
        var moments = Moments(cuts);
        for (var cut = 0; cut < cuts; cut++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Advance(moments[cut]);
            var remains = (cut % 10) switch { 9 => Remains.Everything, var number when number % 2 == 0 => Remains.Part, _ => Remains.Nothing };
            var image = recording.Disk.Image(remains, random);
            SimulatedDisk.Write(image, scratch);
            var found = await FoundOutbox.OpenAsync(scratch, [.. ledger.Events.Keys], later);
            Directory.Delete(scratch, recursive: true);
            Tallies[remains] = Tallies[remains].With(ledger, PowerVerdict.Of(ledger, found));
            if (cut == cuts - 1)
            {
                SimulatedDisk.Write(image, left);
                ledger.Settle(found);
            }
        }
    }

    /// <summary>Goes to the end without a loss of power.</summary>
    /// <returns>Files that the simulation has otherwise than the folder: it has overlooked something.</returns>
    public IReadOnlyList<string> Compare(string folder)
    {
        for (; _step < recording.Steps.Count; _step++)
        {
            recording.Disk.Apply(recording.Steps[_step]);
        }

        var (simulated, real) = (recording.Disk.Image(Remains.Everything, random), SimulatedDisk.Read(folder));
        return [.. simulated.Keys.Union(real.Keys).Where(path => !simulated.TryGetValue(path, out var left) || !real.TryGetValue(path, out var right) || !left.AsSpan().SequenceEqual(right))];
    }

    /// <summary>Half of them right after a fact: nothing that came later can have helped it to survive.</summary>
    private int[] Moments(int cuts)
    {
        int[] facts = [.. Enumerable.Range(0, recording.Steps.Count).Where(step => recording.Steps[step] is DiskStep.Told { Fact.Kind: not FactKind.Offered })];
        return [.. Enumerable.Range(0, cuts).Select(cut => cut % 2 == 0 ? facts[random.Next(facts.Length)] + 1 : random.Next(recording.Steps.Count + 1)).Order()];
    }

    private void Advance(int moment)
    {
        for (; _step < moment; _step++)
        {
            recording.Disk.Apply(recording.Steps[_step]);
            if (recording.Steps[_step] is DiskStep.Told told)
            {
                ledger.Add(told.Fact);
            }
        }
    }
}
