namespace ProxyCapi.Storage;

/// <summary>
/// Which rows somebody holds. In memory only: a process that dies gives its leases up with its life, and no row is ever stuck in a place that
/// only a restart empties (delivery.md section 2.2). Every call is made under <see cref="Gate"/>.
/// </summary>
internal sealed class LeaseBook(TimeProvider time)
{
    private const long Forever = long.MaxValue;

    /// <summary>By the monotonic clock: a lease is a time, and nobody's who has an item is shortened or drawn out because the wall clock was set.</summary>
    private readonly Dictionary<long, long> _until = [];

    /// <summary>
    /// Held while rows are selected and leased, and while leases end: else a row that was settled between the two would be taken for a free one.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>Leases that may be in force.</summary>
    public int Count => _until.Count;

    /// <summary>Whether somebody holds the row.</summary>
    public bool IsHeld(long id) => _until.TryGetValue(id, out var until) && until > time.GetTimestamp();

    /// <summary>When the row's lease ends by itself; <see langword="null"/> if nobody holds it, or if it does not end by itself.</summary>
    public DateTimeOffset? EndOf(long id) =>
        IsHeld(id) && _until[id] is var until and not Forever ? time.GetUtcNow() + time.GetElapsedTime(time.GetTimestamp(), until) : null;

    /// <summary>Keeps rows from everybody until they are released: what has become of them is known and not yet on disk.</summary>
    public void HoldUntilReleased(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _until[id] = Forever;
        }
    }

    /// <summary>Gives the row to somebody.</summary>
    public void Hold(long id, TimeSpan duration) => _until[id] = time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency);

    /// <summary>Forgets leases that have ended by themselves.</summary>
    public void DropEnded()
    {
        var now = time.GetTimestamp();
        foreach (var (id, until) in _until)
        {
            if (until <= now)
            {
                _until.Remove(id);
            }
        }
    }

    /// <summary>Ends leases.</summary>
    public void Release(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _until.Remove(id);
        }
    }
}
