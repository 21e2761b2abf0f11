using Microsoft.Extensions.Logging;

namespace ProxyCapi.Delivery;

/// <summary>
/// The time by which ages are judged: this machine's clock, corrected by Meta's where the two are far apart, and not trusted with the end of an
/// event while it may just have been set (delivery.md section 5.6).
/// </summary>
/// <remarks>
/// The wall clock is compared with the monotonic one: two sightings that agree over a minute are a clock that runs. After a jump of more than
/// ten minutes only Meta's own time, or an hour without another jump, restores the trust.
/// </remarks>
internal sealed partial class TrustedClock(TimeProvider time, ILogger<TrustedClock> logger)
{
    private static readonly TimeSpan Agreement = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LargeJump = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterLargeJump = TimeSpan.FromHours(1);
    private static readonly TimeSpan Alarming = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private DateTimeOffset _wall = time.GetUtcNow();
    private long _monotonic = time.GetTimestamp();
    private TimeSpan _needed = Agreement;
    private TimeSpan _offset;
    private bool _isAlarmed;

    /// <summary>How far Meta's clock is ahead of this machine's, as far as an answer has shown.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_lock)
            {
                return _offset;
            }
        }
    }

    /// <summary>The time, and whether it may end an event.</summary>
    public (DateTimeOffset Now, bool MayExpire) Read()
    {
        lock (_lock)
        {
            var now = Look();
            return (_offset.Duration() > LargeJump ? now + _offset : now, time.GetElapsedTime(_monotonic) >= _needed);
        }
    }

    /// <summary>
    /// The time by which an event is of the future: Meta's where the clocks are known to be more than a minute apart, for it refuses the whole
    /// request.
    /// </summary>
    public DateTimeOffset ReadForFuture()
    {
        lock (_lock)
        {
            var now = Look();
            return _offset.Duration() > Alarming ? now + _offset : now;
        }
    }

    /// <summary>An answer has shown Meta's time.</summary>
    public void Observe(DateTimeOffset date)
    {
        lock (_lock)
        {
            _offset = date - Look();
            _needed = Agreement;
            var isAlarming = _offset.Duration() > Alarming;
            if (isAlarming && !_isAlarmed)
            {
                Log.ClockIsOff(logger, _offset);
            }

            _isAlarmed = isAlarming;
        }
    }

    private DateTimeOffset Look()
    {
        var now = time.GetUtcNow();
        var jump = (now - _wall - time.GetElapsedTime(_monotonic)).Duration();
        if (jump > Tolerance)
        {
            _needed = jump > LargeJump ? AfterLargeJump : Agreement;
            (_wall, _monotonic, _offset) = (now, time.GetTimestamp(), TimeSpan.Zero);
        }

        return now;
    }

    private static partial class Log
    {
        [LoggerMessage(1420, LogLevel.Warning, "This machine's clock differs from Meta's by {Offset}: Meta refuses events from the future and from more than seven days ago. Set the clock (NTP).")]
        public static partial void ClockIsOff(ILogger logger, TimeSpan offset);
    }
}
