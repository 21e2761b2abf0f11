using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace ProxyCapi.Tests.Delivery;

/// <summary>A clock that only the test moves, and that knows who waits for it: then it can be moved when everybody does, and not before.</summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private readonly ConcurrentDictionary<CountedTimer, DateTimeOffset> _waiting = new();

    public SteppedClock()
        : base(DateTimeOffset.Parse("2026-11-23T12:00:00Z", CultureInfo.InvariantCulture))
    {
    }

    /// <summary>Pauses and time-outs that have not come to their end; what recurs by itself does not count.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The wall clock is set; the monotonic one goes on.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <summary>Time that passes for both clocks while no timer fires, as if each had fired long ago.</summary>
    public TimeSpan Skipped { get; set; }

    /// <summary>What the clock would show if nobody had set it.</summary>
    public DateTimeOffset Unset => base.GetUtcNow() + Skipped;

    public override DateTimeOffset GetUtcNow() => Unset + WallOffset;

    // The base class takes the wall clock for the monotonic one.
    public override long GetTimestamp() => Unset.UtcTicks;

    /// <summary>Moves on to the next end of a pause, at most by <paramref name="most"/>.</summary>
    public void Step(TimeSpan most)
    {
        var now = Unset;
        var next = _waiting.Values.Where(due => due > now).DefaultIfEmpty(now + most).Min() - now;
        Advance(next < most ? next : most);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period > TimeSpan.Zero && period != Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new CountedTimer(this);
        timer.Inner = base.CreateTimer(
            inner =>
            {
                timer.Ended();
                callback(inner);
            },
            state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class CountedTimer(SteppedClock clock) : ITimer
    {
        private readonly Lock _lock = new();
        private bool _hasEnded;

        public ITimer Inner { get; set; } = null!;

        public void Ended()
        {
            lock (_lock)
            {
                _hasEnded = true;
                clock._waiting.TryRemove(this, out _);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Ended();
            _hasEnded = false;
            var due = clock.Unset + dueTime;
            var isChanged = Inner.Change(dueTime, period);
            lock (_lock)
            {
                // Last: whoever is seen to wait is woken in time. Seen before it does, the clock could run away from a thread that has paused here.
                if (dueTime != Timeout.InfiniteTimeSpan && !_hasEnded)
                {
                    clock._waiting[this] = due;
                }
            }

            return isChanged;
        }

        public void Dispose()
        {
            Ended();
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Ended();
            return Inner.DisposeAsync();
        }
    }
}
