namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>Everything the world knows of the events of a run.</summary>
internal sealed class EventLedger
{
    private readonly Dictionary<int, EventKnowledge> _events = [];

    /// <summary>Each event by its number.</summary>
    public IReadOnlyDictionary<int, EventKnowledge> Events => _events;

    /// <summary>Takes a fact.</summary>
    public void Add(Fact fact) => _events[fact.Event] = _events.GetValueOrDefault(fact.Event).With(fact);

    /// <summary>Goes on from what was found after a loss of power: what was open then is settled now.</summary>
    public void Settle(FoundOutbox found)
    {
        foreach (var (number, knowledge) in _events.ToArray())
        {
            if (found.Waiting.TryGetValue(number, out var item))
            {
                _events[number] = new EventKnowledge(FactKind.Acknowledged, RequestEnd.Unknown, IsDoubtful: item.DoubtSince is not null);
            }
            else if (found.Dead.Contains(number))
            {
                _events[number] = new EventKnowledge(FactKind.Ended, RequestEnd.Rejected, IsDoubtful: false);
            }
            else if (knowledge.MustBeKnown)
            {
                _events[number] = new EventKnowledge(FactKind.Ended, RequestEnd.Accepted, IsDoubtful: false);
            }
            else
            {
                _events.Remove(number);
            }
        }
    }
}
