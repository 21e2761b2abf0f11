namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>A file of a disk that may lose its power: what is certain, and what was handed over since.</summary>
internal sealed class SimulatedFile
{
    /// <summary>What a disk writes whole or not at all.</summary>
    private const int Sector = 512;

    private readonly List<Change> _pending = [];
    private byte[] _certain = [];
    private int _synced;

    /// <summary>How many changes there have been: what a sync that begins now is about.</summary>
    public int Changes => _synced + _pending.Count;

    /// <summary>A file that was there at the beginning.</summary>
    public static SimulatedFile Of(byte[] content) => new() { _certain = content };

    /// <summary>Hands bytes over.</summary>
    public void Write(long offset, byte[] bytes) => _pending.Add(new Change(offset, bytes));

    /// <summary>Sets the length.</summary>
    public void Resize(long length) => _pending.Add(new Change(length, null));

    /// <summary>Makes the first changes certain, as many as there were when the sync began.</summary>
    public void Sync(int changes)
    {
        // Another sync that began later may have been faster.
        var count = Math.Max(0, changes - _synced);
        using var content = Certain();
        foreach (var change in _pending.Take(count))
        {
            Apply(content, change);
        }

        _certain = content.ToArray();
        _pending.RemoveRange(0, count);
        _synced += count;
    }

    /// <summary>What everybody reads as long as there is power.</summary>
    public byte[] Current()
    {
        using var content = Certain();
        _pending.ForEach(change => Apply(content, change));
        return content.ToArray();
    }

    /// <summary>What may be found after a loss of power.</summary>
    public byte[] After(Remains remains, Random random)
    {
        if (remains == Remains.Everything)
        {
            return Current();
        }

        using var content = Certain();
        foreach (var change in remains == Remains.Nothing ? [] : _pending)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    Apply(content, change);
                    break;
                case 2 when change.Bytes is not null:
                    Tear(content, change, random);
                    break;
            }
        }

        return content.ToArray();
    }

    private MemoryStream Certain()
    {
        var content = new MemoryStream();
        content.Write(_certain);
        return content;
    }

    private static void Apply(MemoryStream content, Change change)
    {
        if (change.Bytes is null)
        {
            content.SetLength(change.At);
            return;
        }

        // What lies between the old end and the new bytes reads as zeros.
        content.Position = change.At;
        content.Write(change.Bytes);
    }

    private static void Tear(MemoryStream content, Change change, Random random)
    {
        for (var from = 0; from < change.Bytes!.Length;)
        {
            var to = (int)Math.Min(change.Bytes.Length, ((((change.At + from) / Sector) + 1) * Sector) - change.At);
            if (random.Next(2) == 0)
            {
                Apply(content, new Change(change.At + from, change.Bytes[from..to]));
            }

            from = to;
        }
    }

    /// <summary>Bytes at an offset; without bytes, the new length.</summary>
    private readonly record struct Change(long At, byte[]? Bytes);
}
