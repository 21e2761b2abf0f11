namespace ProxyCapi.Storage;

/// <summary>
/// The time by which what is kept grows old. It follows the wall clock, but not over a jump ahead: whoever sets a machine's clock a month on by
/// mistake must not lose every dead letter and every remembered order for it. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A jump of more than a day is believed after the clock has shown it for a day by the monotonic clock; until then the time goes on from where it
/// was. Smaller ones, and steps back, are followed at once: nothing is kept so short that they matter.
/// </remarks>
internal sealed class RetentionClock(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);
    private static readonly TimeSpan Confirmation = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _believed = time.GetUtcNow();
    private long _believedAt = time.GetTimestamp();
    private TimeSpan _ahead;
    private long _aheadSince;

    /// <summary>The time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var wall = time.GetUtcNow();
                var steady = _believed + time.GetElapsedTime(_believedAt);
                var ahead = wall - steady;
                if (ahead > Tolerance && !IsConfirmed(ahead))
                {
                    return steady;
                }

                (_believed, _believedAt, _ahead) = (wall, time.GetTimestamp(), TimeSpan.Zero);
                return wall;
            }
        }
    }

    /// <summary>The last time that is known from before: a clock that is far ahead of it may have been set while nobody looked.</summary>
    public void Begin(DateTimeOffset last)
    {
        lock (_lock)
        {
            if (last < _believed)
            {
                (_believed, _believedAt, _ahead) = (last, time.GetTimestamp(), TimeSpan.Zero);
            }
        }
    }

    private bool IsConfirmed(TimeSpan ahead)
    {
        if ((ahead - _ahead).Duration() > Tolerance)
        {
            (_ahead, _aheadSince) = (ahead, time.GetTimestamp());
        }

        return time.GetElapsedTime(_aheadSince) >= Confirmation;
    }
}
