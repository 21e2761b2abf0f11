using ProxyCapi.Configuration;

namespace ProxyCapi.Delivery;

/// <summary>
/// What is known of one pixel's destination, shared by its two lanes: trouble is timed for the destination, not for each event (delivery.md
/// section 5.5). There is no limit to the attempts; an event's age ends them.
/// </summary>
internal sealed class PixelState(string name, TimeProvider time, Jitter jitter)
{
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastProbe = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongBlock = TimeSpan.FromHours(1);

    /// <summary>So many refused events without one accepted are not the events' fault.</summary>
    private const int MaxRejectionsInRow = 10;

    private readonly Lock _lock = new();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;
    private int _probes;
    private int _rejections;
    private bool _doubtful;

    /// <summary>The pixel's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>Why the pixel is on hold; <see langword="null"/> if it is not.</summary>
    public PixelHold? Hold { get; private set; }

    /// <summary>How long nothing may be sent; zero if something may be sent now.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_lock)
            {
                var left = _notBefore - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>On hold, and after an outcome that nobody knows, one event is risked and not a batch.</summary>
    public bool OnlyProbes
    {
        get
        {
            lock (_lock)
            {
                return _doubtful || Hold is not null;
            }
        }
    }

    /// <summary>Meta took events.</summary>
    /// <returns>The hold that this ends, if there was one.</returns>
    public PixelHold? Succeeded(double? usagePercent)
    {
        lock (_lock)
        {
            var ended = Hold;
            Hold = null;
            _failures = _probes = _rejections = 0;
            _doubtful = false;
            _notBefore = usagePercent >= 80 ? time.GetUtcNow() + Spacing(usagePercent.Value) : DateTimeOffset.MinValue;
            return ended;
        }
    }

    /// <summary>Passing trouble: pauses, longer each time.</summary>
    /// <returns>When the next attempt may be made.</returns>
    public DateTimeOffset Failed(DeliveryOptions options, TimeSpan? retryAfter, bool isLong)
    {
        lock (_lock)
        {
            var pause = jitter.Next(options.RetryBaseDelay, options.RetryMaxDelay, _failures++);
            pause = retryAfter > pause ? retryAfter.Value : pause;
            return PauseFor(isLong && pause < LongBlock ? LongBlock : pause);
        }
    }

    /// <summary>An outcome that nobody knows: the next post is a single event, after a pause.</summary>
    public void Doubted(DeliveryOptions options)
    {
        lock (_lock)
        {
            _doubtful = true;
            PauseFor(jitter.Next(options.RetryBaseDelay, options.RetryMaxDelay, _failures++));
        }
    }

    /// <summary>Nothing will be accepted before somebody acts: everything is kept, and probed in growing pauses.</summary>
    /// <returns>Whether the hold is new.</returns>
    public bool Stop(string label, string cure)
    {
        lock (_lock)
        {
            var isNew = Hold is null;
            Hold = isNew ? new PixelHold(time.GetUtcNow(), label, cure) : Hold! with { Label = label, Cure = cure };
            PauseFor(TimeSpan.FromTicks(Math.Min(LastProbe.Ticks, FirstProbe.Ticks << Math.Min(_probes++, 20))));
            return isNew;
        }
    }

    /// <summary>Counts an event refused alone; <see langword="false"/> if there were so many in a row that the events are not to blame.</summary>
    public bool MayReject()
    {
        lock (_lock)
        {
            return Hold is null && ++_rejections < MaxRejectionsInRow;
        }
    }

    /// <summary>Token, id, address or version changed: the next attempt is made at once.</summary>
    public void ConfigurationChanged()
    {
        lock (_lock)
        {
            _notBefore = DateTimeOffset.MinValue;
            _failures = _probes = 0;
        }
    }

    private DateTimeOffset PauseFor(TimeSpan pause)
    {
        var until = time.GetUtcNow() + pause;
        _notBefore = until > _notBefore ? until : _notBefore;
        return _notBefore;
    }

    // Above 80 % usage the requests are stretched: a second at 80 %, eleven at 100 % (meta-capi.md section 8.3).
    private static TimeSpan Spacing(double usagePercent) => TimeSpan.FromSeconds(1 + (Math.Min(usagePercent, 100) - 80) / 2);
}
