using System.Runtime.InteropServices;

namespace GraphEmulator.Journal;

/// <summary>
/// What the emulator has seen: each request, and each event that it accepted. In memory and bounded: beyond its capacity it lets go of the oldest, and
/// counts them. Safe for any number of threads.
/// </summary>
public sealed class GraphJournal
{
    private readonly Lock _lock = new();
    private readonly Queue<AcceptedEvent> _events = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly Dictionary<EventKey, int> _commits = [];
    private readonly JournalTotals _totals = new();
    private readonly int _capacity;
    private readonly long _capacityBytes;
    private long _bytes;
    private TaskCompletionSource _changed = NewSignal();

    internal GraphJournal(int capacity, long capacityBytes)
    {
        _capacity = capacity;
        _capacityBytes = capacityBytes;
    }

    /// <summary>The accepted events that it holds, oldest first.</summary>
    public IReadOnlyList<AcceptedEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return _events.ToArray();
            }
        }
    }

    /// <summary>The requests that it holds, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests.ToArray();
            }
        }
    }

    /// <summary>The numbers.</summary>
    public JournalSummary Summary
    {
        get
        {
            lock (_lock)
            {
                return _totals.ToSummary();
            }
        }
    }

    /// <summary>How often each pair of pixel, event name and event id was committed, of the events that the journal holds.</summary>
    public IReadOnlyList<KeyValuePair<EventKey, int>> Commits
    {
        get
        {
            lock (_lock)
            {
                return _commits.ToArray();
            }
        }
    }

    /// <summary>Forgets everything and counts from 1 again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _events.Clear();
            _requests.Clear();
            _commits.Clear();
            _bytes = 0;
            _totals.Reset();
        }

        Signal();
    }

    /// <summary>Waits until a statement about the journal is true. It is asked now, and after each record.</summary>
    /// <param name="condition">Asked without a lock; may read everything.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitUntilAsync(Func<GraphJournal, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            // First the signal, then the question: a record in between is not missed.
            var changed = Volatile.Read(ref _changed).Task;
            if (condition(this))
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until so many events have been accepted, repeats included.</summary>
    /// <param name="count">How many, since the start or the last reset.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The events that the journal holds then, oldest first.</returns>
    public async Task<IReadOnlyList<AcceptedEvent>> WaitForEventsAsync(int count, CancellationToken cancellationToken = default)
    {
        await WaitUntilAsync(journal => journal.Summary.AcceptedEvents >= count, cancellationToken);
        return Events;
    }

    /// <summary>Takes a request and the events of it that are committed, as one step.</summary>
    internal void Record(RecordedRequest request, ReadOnlySpan<IncomingEvent> committed)
    {
        lock (_lock)
        {
            var recorded = request with { Number = _totals.Count(request, committed.Length), Committed = committed.Length };
            _requests.Enqueue(recorded);
            if (_requests.Count > _capacity)
            {
                _requests.Dequeue();
            }

            foreach (var incoming in committed)
            {
                Add(incoming, recorded);
            }
        }

        Signal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private void Add(IncomingEvent incoming, RecordedRequest request)
    {
        var commits = incoming.EventId is null ? 1 : ++CollectionsMarshal.GetValueRefOrAddDefault(
            _commits, new(request.Pixel, incoming.EventName, incoming.EventId), out _);
        _events.Enqueue(new(
            _totals.CountEvent(commits > 1), request.Number, request.Time, request.Pixel, incoming.EventName, incoming.EventId, commits > 1, incoming.Json));
        _bytes += incoming.Json.Length;
        while (_events.Count > _capacity || (_bytes > _capacityBytes && _events.Count > 1))
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        var oldest = _events.Dequeue();
        _bytes -= oldest.Json.Length;
        _totals.CountDropped();
        if (oldest.EventId is not null)
        {
            var key = new EventKey(oldest.Pixel, oldest.EventName, oldest.EventId);
            if (--_commits[key] == 0)
            {
                _commits.Remove(key);
            }
        }
    }
}
