using ProxyCapi.Storage;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What is wrong with an outbox after one loss of power; all is well if every figure is 0.</summary>
internal readonly record struct PowerVerdict
{
    /// <summary>Events that were acknowledged and are gone, or cannot be read; and orders that are known without their event.</summary>
    public int Lost { get; init; }

    /// <summary>Orders that are there, or were, and would be taken as new ones.</summary>
    public int Forgotten { get; init; }

    /// <summary>Events of which a request had left, and that would be sent again as if none had.</summary>
    public int Unmarked { get; init; }

    /// <summary>Events that had reached their end, and that would be sent again.</summary>
    public int Revived { get; init; }

    /// <summary>Events that nobody has offered, that are there twice, or whose bytes are others.</summary>
    public int Untrue { get; init; }

    /// <summary>The store did not open, or took its files for damaged.</summary>
    public int Alarms { get; init; }

    /// <summary>Events and orders that could count twice.</summary>
    public int Repeats => Forgotten + Unmarked + Revived;

    /// <summary>All of them.</summary>
    public int Sum => Lost + Repeats + Untrue + Alarms;

    /// <summary>Compares what is known with what was found.</summary>
    public static PowerVerdict Of(EventLedger ledger, FoundOutbox found)
    {
        var events = ledger.Events;
        return new PowerVerdict
        {
            Lost = events.Count(known => IsLost(known.Key, known.Value, found)),
            Forgotten = events.Count(known => (known.Value.MustBeKnown || found.Waiting.ContainsKey(known.Key)) && found.Unknown.Contains(known.Key)),
            Unmarked = events.Count(known => known.Value.MustBeInDoubt && found.Waiting.TryGetValue(known.Key, out var item) && item.DoubtSince is null),
            Revived = events.Count(known => known.Value.MustNotWait && found.Waiting.ContainsKey(known.Key)),
            Untrue = found.Doubles + found.Waiting.Count(item => !events.ContainsKey(item.Key) || !IsTrue(item.Key, item.Value.Item.Payload)),
            Alarms = found.SetAside + found.Unreadable + (found.Trouble == StoreTrouble.None ? 0 : 1),
        };
    }

    /// <summary>The sum of two.</summary>
    public PowerVerdict Plus(PowerVerdict other) => new()
    {
        Lost = Lost + other.Lost,
        Forgotten = Forgotten + other.Forgotten,
        Unmarked = Unmarked + other.Unmarked,
        Revived = Revived + other.Revived,
        Untrue = Untrue + other.Untrue,
        Alarms = Alarms + other.Alarms,
    };

    private static bool IsLost(int number, EventKnowledge known, FoundOutbox found)
    {
        var (waits, isDead) = (found.Waiting.ContainsKey(number), found.Dead.Contains(number));
        var mayBeAccepted = known is { Stage: FactKind.Ending or FactKind.Ended, End: RequestEnd.Accepted };
        var isKnownWithoutEvent = !known.MustBeKnown && !waits && !found.Unknown.Contains(number) && found.Trouble == StoreTrouble.None;
        return isKnownWithoutEvent || (known.MustWait && !waits) || (known.MustBeDead && !isDead) || (known.MustBeKnown && !waits && !isDead && !mayBeAccepted);
    }

    private static bool IsTrue(int number, ReadOnlyMemory<byte> payload) => StoreWorkload.Item(number).Payload.Span.SequenceEqual(payload.Span);
}
