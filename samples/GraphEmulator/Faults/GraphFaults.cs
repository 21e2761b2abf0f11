using System.Collections.Immutable;

namespace GraphEmulator.Faults;

/// <summary>
/// The faults in force. Several may strike one request: first what answers, hangs or drops (the one that was added first), and with it whatever
/// delays, slows or decorates. Safe for any number of threads.
/// </summary>
public sealed class GraphFaults
{
    private ImmutableArray<ActiveFault> _active = [];
    private int _lastId;

    /// <summary>The faults in force, oldest first.</summary>
    public IReadOnlyList<ActiveFault> Active => _active;

    /// <summary>Puts a fault in force.</summary>
    /// <param name="fault">The fault and its scope.</param>
    /// <returns>Tells how often it struck; removes it when disposed.</returns>
    /// <exception cref="ArgumentException">Something about the fault makes no sense.</exception>
    public ActiveFault Add(GraphFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Validate() is { } complaint)
        {
            throw new ArgumentException(complaint, nameof(fault));
        }

        var active = new ActiveFault(Interlocked.Increment(ref _lastId), fault, Remove);
        ImmutableInterlocked.Update(ref _active, static (list, added) => list.Add(added), active);
        return active;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        foreach (var fault in _active)
        {
            fault.Dispose();
        }
    }

    /// <summary>The faults that strike a request at this point, at most one of those that end it.</summary>
    /// <param name="pixel">The pixel id.</param>
    /// <param name="eventIds">The ids in the request; <see langword="null"/> before the body is read.</param>
    internal FaultPlan Take(string pixel, IReadOnlyList<string>? eventIds)
    {
        var plan = FaultPlan.None;
        foreach (var fault in _active)
        {
            if (!(plan.Ending is not null && FaultPlan.IsEnding(fault)) && fault.Take(pixel, eventIds))
            {
                plan = plan.With(fault);
            }
        }

        return plan;
    }

    private void Remove(ActiveFault fault) =>
        ImmutableInterlocked.Update(ref _active, static (list, removed) => list.Remove(removed), fault);
}
