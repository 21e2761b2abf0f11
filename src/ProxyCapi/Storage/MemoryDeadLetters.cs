using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>Events that Meta has refused while the disk could not keep them, oldest first. Guarded by the lock of <see cref="MemoryOutboxStore"/>.</summary>
internal sealed class MemoryDeadLetters
{
    private readonly List<(OutboxItem Item, DeadLetter Letter)> _letters = [];

    public int Count => _letters.Count;

    /// <summary>Those that had to give way before the disk could keep them.</summary>
    public long Dropped { get; private set; }

    public void Add(OutboxItem item, DeadLetter letter) => _letters.Add((item, letter));

    public (OutboxItem Item, DeadLetter Letter)[] ToArray() => [.. _letters];

    /// <summary>What they add to the lanes.</summary>
    public IEnumerable<LaneState> States() => _letters.Select(dead => new LaneState(dead.Item.Pixel, dead.Item.Lane) { Dead = 1 });

    /// <summary>Takes one out that the disk keeps now.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(OutboxItem item) => _letters.RemoveAll(dead => ReferenceEquals(dead.Item, item)) > 0;

    /// <summary>Lets the oldest give way.</summary>
    /// <returns>Its event; <see langword="null"/> if there is none.</returns>
    public OutboxItem? DropOldest()
    {
        if (_letters.Count == 0)
        {
            return null;
        }

        var oldest = _letters[0].Item;
        _letters.RemoveAt(0);
        Dropped++;
        return oldest;
    }
}
