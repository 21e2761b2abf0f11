using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>
/// Exchanges that wait to be read, bounded by count and by the memory of their bodies and header fields (style.md trap 8). The reader gets purchases before
/// leads before carts before views, and the oldest first within each; when there is no room, a newcomer takes the place of the oldest of
/// the lowest class below its own, or is refused.
/// </summary>
/// <remarks>
/// A bounded channel can drop, but not by class or bytes, and it cannot say what it dropped: so the channels are unbounded and room is
/// accounted for in front of them, under a lock that is held for a few additions.
/// </remarks>
internal sealed class ExchangeQueue : IDisposable
{
    private readonly ActiveRuleSet _rules;
    private readonly ProxyCapiMetrics _metrics;
    private readonly Lock _gate = new();
    private readonly Channel<Exchange>[] _channels = new Channel<Exchange>[ExchangePriority.Count];
    private readonly int[] _lengths = new int[ExchangePriority.Count];
    private readonly long[] _bytes = new long[ExchangePriority.Count];

    // Wakes one reader for each exchange; it may find that another was faster.
    private readonly SemaphoreSlim _signal = new(0);
    private bool _isComplete;

    public ExchangeQueue(ActiveRuleSet rules, ProxyCapiMetrics metrics)
    {
        _rules = rules;
        _metrics = metrics;
        for (var i = 0; i < _channels.Length; i++)
        {
            _channels[i] = Channel.CreateUnbounded<Exchange>();
        }

        metrics.ObserveExchangeQueue(() => Length, () => Bytes);
    }

    /// <summary>Exchanges that wait.</summary>
    public long Length => Sum(_lengths);

    /// <summary>Bytes of bodies that wait.</summary>
    public long Bytes => Sum(_bytes);

    /// <summary>
    /// Takes over an exchange, never waits. What there is no room for, the newcomer or others in its stead, is disposed and counted here.
    /// </summary>
    /// <returns>Whether the exchange waits to be read now.</returns>
    public bool TryWrite(Exchange exchange)
    {
        var options = _rules.Current.Options;
        var priority = ExchangePriority.Of(exchange, options.Delivery);
        var size = exchange.Size;
        List<Exchange>? evicted = null;
        bool isAdmitted, isComplete;
        lock (_gate)
        {
            isComplete = _isComplete;
            isAdmitted = !isComplete && TryMakeRoom(size, priority, options.Capture, ref evicted);
            if (isAdmitted)
            {
                _lengths[priority]++;
                _bytes[priority] += size;
                _channels[priority].Writer.TryWrite(exchange);
            }
        }

        foreach (var victim in evicted ?? [])
        {
            End(victim, ExchangeReason.QueueFull);
        }

        if (!isAdmitted)
        {
            End(exchange, isComplete ? ExchangeReason.Stopped : ExchangeReason.QueueFull);
        }

        if (isAdmitted)
        {
            _signal.Release();
        }

        return isAdmitted;
    }

    /// <summary>Takes the exchange that is next, if any waits. It is the caller's from now on, to dispose and to count.</summary>
    public bool TryRead([MaybeNullWhen(false)] out Exchange exchange)
    {
        lock (_gate)
        {
            for (var priority = ExchangePriority.Count - 1; priority >= 0; priority--)
            {
                if (TryTake(priority, out exchange))
                {
                    return true;
                }
            }
        }

        exchange = null;
        return false;
    }

    /// <summary>
    /// Gives the exchanges as they come; ends when the queue is complete and empty. Each is the caller's to dispose and to count. Blocks while
    /// there is none: it is for threads that have nothing else to do. Several may read.
    /// </summary>
    public IEnumerable<Exchange> ReadAll()
    {
        while (true)
        {
            while (TryRead(out var exchange))
            {
                yield return exchange;
            }

            _signal.Wait();
            if (IsComplete)
            {
                // Passed on whatever this reader finds: the end is told once, and every reader has to hear of it.
                _signal.Release();
                if (Length == 0)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>No more is taken: what comes later is disposed and counted as stopped.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        _signal.Release();
    }

    public void Dispose() => _signal.Dispose();

    private bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _isComplete;
            }
        }
    }

    // Nothing is evicted unless that makes enough room.
    private bool TryMakeRoom(long size, int priority, CaptureOptions limits, ref List<Exchange>? evicted)
    {
        long length = 1, bytes = size;
        for (var other = priority; other < ExchangePriority.Count; other++)
        {
            length += _lengths[other];
            bytes += _bytes[other];
        }

        if (length > limits.QueueLength || bytes > limits.QueueBytes)
        {
            return false;
        }

        for (var lower = 0; lower < priority; lower++)
        {
            while ((Length + 1 > limits.QueueLength || Bytes + size > limits.QueueBytes) && TryTake(lower, out var victim))
            {
                (evicted ??= []).Add(victim);
            }
        }

        return true;
    }

    private bool TryTake(int priority, [MaybeNullWhen(false)] out Exchange exchange)
    {
        if (!_channels[priority].Reader.TryRead(out exchange))
        {
            return false;
        }

        _lengths[priority]--;
        _bytes[priority] -= exchange.Size;
        return true;
    }

    private void End(Exchange exchange, ExchangeReason reason)
    {
        exchange.Dispose();
        _metrics.ExchangeEnded(reason);
    }

    private static long Sum(int[] values)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static long Sum(long[] values)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
