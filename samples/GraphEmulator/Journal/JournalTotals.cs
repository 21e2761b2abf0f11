using System.Globalization;

namespace GraphEmulator.Journal;

/// <summary>The journal's counters. Under the journal's lock.</summary>
internal sealed class JournalTotals
{
    private readonly SortedDictionary<string, long> _byStatus = new(StringComparer.Ordinal);
    private long _revision;
    private long _generation = 1;
    private long _requests;
    private long _refused;
    private long _faulted;
    private long _accepted;
    private long _repeats;
    private long _warnings;
    private long _dropped;

    /// <summary>Counts a request and returns its number.</summary>
    public long Count(RecordedRequest request, int committed)
    {
        _revision++;
        var status = request.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
        _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
        _refused += request.Outcome == RequestOutcome.Refused ? 1 : 0;
        _faulted += request.Outcome == RequestOutcome.Faulted ? 1 : 0;
        _warnings += committed > 0 ? request.Warnings.Count : 0;
        return ++_requests;
    }

    /// <summary>Counts an accepted event and returns its number.</summary>
    public long CountEvent(bool isRepeat)
    {
        _repeats += isRepeat ? 1 : 0;
        return ++_accepted;
    }

    public void CountDropped() => _dropped++;

    public void Reset()
    {
        _revision++;
        _generation++;
        _byStatus.Clear();
        (_requests, _refused, _faulted, _accepted, _repeats, _warnings, _dropped) = (0, 0, 0, 0, 0, 0, 0);
    }

    public JournalSummary ToSummary() => new()
    {
        Revision = _revision,
        Generation = _generation,
        Requests = _requests,
        ByStatus = new SortedDictionary<string, long>(_byStatus, StringComparer.Ordinal),
        RefusedRequests = _refused,
        FaultedRequests = _faulted,
        AcceptedEvents = _accepted,
        DistinctEvents = _accepted - _repeats,
        Repeats = _repeats,
        Warnings = _warnings,
        DroppedEvents = _dropped,
    };
}
