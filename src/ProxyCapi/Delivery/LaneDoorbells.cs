using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ProxyCapi.Delivery;

/// <summary>Tells the loop of a lane that something changed: one bell a lane, and any number of rings while nobody listens count as one.</summary>
internal sealed class LaneDoorbells
{
    /// <summary>The bell of those who wait for no lane in particular; no pixel has that name.</summary>
    private const string Everybody = "";

    private readonly ConcurrentDictionary<(string Pixel, Lane Lane), DoorBell> _bells = new();

    /// <summary>Whether somebody was rung for who has not woken yet.</summary>
    public bool IsWaking => _bells.Values.Any(bell => bell.IsListenedTo && bell.Rings.Reader.Count > 0);

    /// <summary>Wakes the lane's loop.</summary>
    public void Ring(string pixel, Lane lane) => Bell(pixel, lane).Rings.Writer.TryWrite(true);

    /// <summary>Wakes every loop.</summary>
    public void RingAll()
    {
        foreach (var bell in _bells.Values)
        {
            bell.Rings.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits until every loop is woken, at most until <paramref name="timeout"/> has passed.</summary>
    public Task WaitForAllAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        WaitAsync(Everybody, default, timeout, time, cancellationToken);

    /// <summary>Waits for a ring, at most until <paramref name="timeout"/> has passed.</summary>
    public async Task WaitAsync(string pixel, Lane lane, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var bell = Bell(pixel, lane);
        var reader = bell.Rings.Reader;
        if (reader.TryRead(out _))
        {
            return;
        }

        bell.IsListenedTo = true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ring = reader.WaitToReadAsync(end.Token).AsTask();

        // Timers know whole milliseconds and cut off the rest: a wait that ends a moment early would be begun again and again.
        var pause = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds)), time, end.Token);
        await Task.WhenAny(ring, pause);
        await end.CancelAsync();
        reader.TryRead(out _);
        bell.IsListenedTo = false;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private DoorBell Bell(string pixel, Lane lane) => _bells.GetOrAdd((pixel, lane), static _ => new DoorBell());

    private sealed class DoorBell
    {
        private volatile bool _isListenedTo;

        public Channel<bool> Rings { get; } =
            Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

        public bool IsListenedTo
        {
            get => _isListenedTo;
            set => _isListenedTo = value;
        }
    }
}
