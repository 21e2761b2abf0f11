using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ProxyCapi.Diagnostics.Books;

/// <summary>
/// The books since they were last taken to disk. Whatever a counter of the meter counts is counted here with the same call, so that the dashboards and
/// <c>gateway report</c> cannot disagree.
/// </summary>
/// <remarks>Safe for concurrent use. An exchange costs an atomic increment, an event a look-up more.</remarks>
internal sealed class ConversionBooks
{
    private readonly long[] _exchanges = new long[Enum.GetValues<ExchangeReason>().Length];
    private readonly ConcurrentDictionary<BookLine, StrongBox<long>> _events = new();

    /// <summary>An observed exchange ended.</summary>
    public void ExchangeEnded(ExchangeReason reason) => Interlocked.Increment(ref _exchanges[(int)reason]);

    /// <summary>An event was read.</summary>
    public void EventCreated(string eventName, string pixel) => Add(new BookLine(BookKind.EventCreated, eventName, pixel, "", "", 1));

    /// <summary>An event ended.</summary>
    public void EventEnded(string eventName, string pixel, EventReason reason)
    {
        var (outcome, tag) = Outcomes.Of(reason);
        Add(new BookLine(BookKind.EventEnded, eventName, pixel, outcome, tag, 1));
    }

    /// <summary>Dead letters were given back to the outbox. Which pixel's is not known.</summary>
    public void Replayed(long events) => Add(new BookLine(BookKind.EventReplayed, "", "", "", "", events));

    /// <summary>Takes what was counted since the last time.</summary>
    public IReadOnlyList<BookLine> Take()
    {
        var lines = new List<BookLine>();
        for (var i = 0; i < _exchanges.Length; i++)
        {
            if (Interlocked.Exchange(ref _exchanges[i], 0) is > 0 and var count)
            {
                var (outcome, reason) = Outcomes.Of((ExchangeReason)i);
                lines.Add(new BookLine(BookKind.ExchangeEnded, "", "", outcome, reason, count));
            }
        }

        foreach (var (key, box) in _events)
        {
            if (Interlocked.Exchange(ref box.Value, 0) is > 0 and var count)
            {
                lines.Add(key with { Count = count });
            }
        }

        return lines;
    }

    /// <summary>Gives back what could not be kept.</summary>
    public void GiveBack(IReadOnlyList<BookLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Kind == BookKind.ExchangeEnded)
            {
                Interlocked.Add(ref _exchanges[(int)Enum.GetValues<ExchangeReason>().First(reason => Outcomes.Of(reason) == (line.Outcome, line.Reason))], line.Count);
            }
            else
            {
                Add(line);
            }
        }
    }

    private void Add(BookLine line) => Interlocked.Add(ref _events.GetOrAdd(line.ToKey(), _ => new StrongBox<long>()).Value, line.Count);
}
