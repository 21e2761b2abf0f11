namespace GraphEmulator.Faults;

/// <summary>A fault in force. Dispose it to remove it, which also lets go of the requests that hang in it.</summary>
public sealed class ActiveFault : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _removed = new();
    private readonly Random _random;
    private readonly Action<ActiveFault> _remove;
    private int _hits;

    internal ActiveFault(int id, GraphFault fault, Action<ActiveFault> remove)
    {
        Id = id;
        Fault = fault;
        _remove = remove;
        Removed = _removed.Token;
        _random = new(fault.Seed);
    }

    /// <summary>Its name in the HTTP API.</summary>
    public int Id { get; }

    /// <summary>The fault itself.</summary>
    public GraphFault Fault { get; }

    /// <summary>How many requests it has struck.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>How many requests it will still strike; <see langword="null"/> without a limit. At 0 it stays listed, because requests may hang in it.</summary>
    public int? Remaining => Fault.Count - Hits;

    /// <summary>Ends with the fault.</summary>
    internal CancellationToken Removed { get; }

    /// <summary>Removes the fault.</summary>
    public void Dispose()
    {
        _remove(this);
        // Not disposed: requests that took the fault a moment ago may still register with the token.
        _removed.Cancel();
    }

    /// <summary>Whether it strikes this request. Each yes counts.</summary>
    /// <param name="pixel">The pixel id.</param>
    /// <param name="eventIds">The ids in the request; <see langword="null"/> before the body is read.</param>
    internal bool Take(string pixel, IReadOnlyList<string>? eventIds)
    {
        if ((Fault.Stage == GraphFaultStage.BeforeRead) != (eventIds is null) || (Fault.Pixel is not null && Fault.Pixel != pixel) || !IsPoisoned(eventIds))
        {
            return false;
        }

        lock (_lock)
        {
            if (Remaining <= 0 || (Fault.Probability < 1 && _random.NextDouble() >= Fault.Probability))
            {
                return false;
            }

            _hits++;
            return true;
        }
    }

    private bool IsPoisoned(IReadOnlyList<string>? eventIds) =>
        (Fault.EventId is null || eventIds!.Contains(Fault.EventId))
        && (Fault.EventIdContains is null || eventIds!.Any(id => id.Contains(Fault.EventIdContains, StringComparison.Ordinal)));
}
