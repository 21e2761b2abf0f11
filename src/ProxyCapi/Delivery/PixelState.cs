using ProxyCapi.Configuration;

namespace ProxyCapi.Delivery;

/// <summary>
/// What is known of one pixel's destination, shared by its two lanes: trouble is timed for the destination, not for each event (delivery.md
/// section 5.5). There is no limit to the attempts; an event's age ends them. Waits go by the monotonic clock.
/// </summary>
internal sealed class PixelState(string name, TimeProvider time, Jitter jitter)
{
    /// <summary>So many failures in a row, and single events are asked instead of batches.</summary>
    private const int FailuresBeforeProbing = 5;

    /// <summary>So many refused events without one accepted are not the events' fault.</summary>
    private const int MaxRejectionsInRow = 10;

    /// <summary>Above this usage only money is sent (percent).</summary>
    private const double MoneyOnlyUsage = 95;

    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastProbe = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongBlock = TimeSpan.FromHours(1);
    private static readonly TimeSpan OtherLanePause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _pausedAt;
    private TimeSpan _pause;
    private long _answeredAt;
    private long _troubles;
    private double _usage;
    private int _failures;
    private int _probes;
    private int _rejections;
    private int _window = 1;
    private bool _doubtful;
    private bool _isThrottled;
    private bool _isProbing;

    /// <summary>The pixel's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>Why the pixel is on hold; <see langword="null"/> if it is not.</summary>
    public PixelHold? Hold { get; private set; }

    /// <summary>On hold, after many failures, and after an outcome that nobody knows, one event is risked and not a batch.</summary>
    public bool OnlyProbes
    {
        get
        {
            lock (_lock)
            {
                return IsProbingTime;
            }
        }
    }

    /// <summary>The outcome of the last request is unknown: the next one risks an event that is not money, if there is one.</summary>
    public bool IsDoubtful
    {
        get
        {
            lock (_lock)
            {
                return _doubtful;
            }
        }
    }

    /// <summary>How the destination is, for the operator.</summary>
    public PixelCondition Condition
    {
        get
        {
            lock (_lock)
            {
                var left = _pause - time.GetElapsedTime(_pausedAt);
                var state = Hold is not null ? PixelCondition.OnHold
                    : _doubtful ? PixelCondition.InDoubt
                    : _failures > 0 ? _isThrottled ? PixelCondition.Throttled : PixelCondition.Retrying
                    : _usage >= 80 || left > TimeSpan.Zero ? PixelCondition.Throttled
                    : PixelCondition.Sending;
                return new PixelCondition(Name, state) { Hold = Hold, UsagePercent = _usage, Pause = left > TimeSpan.Zero ? left : TimeSpan.Zero };
            }
        }
    }

    private bool IsProbingTime => _doubtful || Hold is not null || _failures >= FailuresBeforeProbing;

    /// <summary>How long nothing may be sent of a lane; zero if something may be sent now.</summary>
    public TimeSpan PauseOf(Lane lane)
    {
        lock (_lock)
        {
            var left = _pause - time.GetElapsedTime(_pausedAt);
            if (lane == Lane.Other && _usage >= MoneyOnlyUsage && OtherLanePause - time.GetElapsedTime(_answeredAt) is var other && other > left)
            {
                left = other;
            }

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Asks to send one more request of a lane that has <paramref name="underWay"/> of them.</summary>
    /// <returns>How it ends; <see langword="null"/> if it has to wait for another one's end.</returns>
    public Turn? TryBegin(int underWay, int most)
    {
        lock (_lock)
        {
            if (!IsProbingTime)
            {
                return underWay < Math.Min(_window, most) ? new Turn(this, isProbe: false) : null;
            }

            if (_isProbing || underWay > 0)
            {
                return null;
            }

            _isProbing = true;
            return new Turn(this, isProbe: true);
        }
    }

    /// <summary>A request is about to leave: what it shows is judged by what was known before it.</summary>
    /// <returns>What to give back with its end.</returns>
    public long BeginRequest()
    {
        lock (_lock)
        {
            return _troubles;
        }
    }

    /// <summary>Meta took events.</summary>
    /// <param name="begun">What <see cref="BeginRequest"/> gave: trouble that arose since is not ended by a request that left before.</param>
    /// <param name="usagePercent">The usage that Meta showed.</param>
    /// <param name="mostAtOnce">Batches that may be on their way at once.</param>
    /// <returns>The hold that this ends, if there was one.</returns>
    public PixelHold? Succeeded(long begun, double? usagePercent, int mostAtOnce)
    {
        lock (_lock)
        {
            _rejections = 0;
            _usage = usagePercent ?? 0;
            _answeredAt = time.GetTimestamp();
            var spacing = _usage >= 80 ? Spacing(_usage) : TimeSpan.Zero;
            if (begun != _troubles)
            {
                PauseFor(spacing);
                return null;
            }

            var ended = Hold;
            Hold = null;
            _failures = _probes = 0;
            _doubtful = false;
            _window = Math.Min(_window + 1, mostAtOnce);
            SetPause(spacing);
            return ended;
        }
    }

    /// <summary>Passing trouble: pauses, longer each time. Requests that were on their way together fail once.</summary>
    /// <param name="begun">What <see cref="BeginRequest"/> gave.</param>
    /// <param name="options">The first and the longest pause.</param>
    /// <param name="retryAfter">The pause that the answer asks for.</param>
    /// <param name="isLong">Whether Meta blocks for an hour or more.</param>
    /// <param name="isThrottle">Whether the answer is about too many calls.</param>
    public void Failed(long begun, DeliveryOptions options, TimeSpan? retryAfter, bool isLong, bool isThrottle = false)
    {
        lock (_lock)
        {
            var pause = jitter.Next(options.RetryBaseDelay, options.RetryMaxDelay, _failures);
            if (IsNews(begun))
            {
                _failures++;
                _isThrottled = isThrottle;
                _window = Math.Max(1, _window / 2);
            }

            pause = retryAfter > pause ? retryAfter.Value : pause;
            pause = isLong && pause < LongBlock ? LongBlock : pause;

            // Whatever a header says: after an hour one event is asked.
            PauseFor(pause < LongBlock ? pause : LongBlock);
        }
    }

    /// <summary>An outcome that nobody knows: the next post is a single event, after a pause.</summary>
    public void Doubted(DeliveryOptions options)
    {
        lock (_lock)
        {
            _troubles++;
            _doubtful = true;
            _window = 1;
            PauseFor(jitter.Next(options.RetryBaseDelay, options.RetryMaxDelay, _failures++));
        }
    }

    /// <summary>Nothing will be accepted before somebody acts: everything is kept, and probed in growing pauses.</summary>
    /// <returns>Whether the hold is new.</returns>
    public bool Stop(long begun, string label, string cure)
    {
        lock (_lock)
        {
            var isNew = Hold is null;
            Hold = isNew ? new PixelHold(time.GetUtcNow(), label, cure) : Hold! with { Label = label, Cure = cure };
            _window = 1;
            if (IsNews(begun) || isNew)
            {
                PauseFor(TimeSpan.FromTicks(Math.Min(LastProbe.Ticks, FirstProbe.Ticks << Math.Min(_probes++, 20))));
            }

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
            SetPause(TimeSpan.Zero);
            _failures = _probes = 0;
        }
    }

    // Of requests that were on their way together the first one tells the news.
    private bool IsNews(long begun) => begun == _troubles++;

    private void PauseFor(TimeSpan pause)
    {
        if (pause > _pause - time.GetElapsedTime(_pausedAt))
        {
            SetPause(pause);
        }
    }

    private void SetPause(TimeSpan pause) => (_pause, _pausedAt) = (pause, time.GetTimestamp());

    // Above 80 % usage the requests are stretched: a second at 80 %, eleven at 100 % (meta-capi.md section 8.3).
    private static TimeSpan Spacing(double usagePercent) => TimeSpan.FromSeconds(1 + (Math.Min(usagePercent, 100) - 80) / 2);

    /// <summary>The right to send one request; ends with it.</summary>
    internal sealed class Turn(PixelState pixel, bool isProbe) : IDisposable
    {
        /// <summary>Whether only one event may be risked.</summary>
        public bool IsProbe { get; } = isProbe;

        public void Dispose()
        {
            if (IsProbe)
            {
                lock (pixel._lock)
                {
                    pixel._isProbing = false;
                }
            }
        }
    }
}
