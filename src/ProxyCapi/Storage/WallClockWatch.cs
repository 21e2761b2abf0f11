namespace ProxyCapi.Storage;

/// <summary>
/// Notices that the wall clock was set back, by the monotonic one. What is stored says "not before" by the wall clock: it would wait for the clock
/// to come by again, for days if it had been that far ahead.
/// </summary>
internal sealed class WallClockWatch(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private DateTimeOffset _wall = time.GetUtcNow();
    private long _monotonic = time.GetTimestamp();

    /// <summary>How far the clock was set back since the last look; zero if it was not.</summary>
    public TimeSpan SetBack()
    {
        var (wall, monotonic) = (time.GetUtcNow(), time.GetTimestamp());
        var back = time.GetElapsedTime(_monotonic, monotonic) - (wall - _wall);
        (_wall, _monotonic) = (wall, monotonic);
        return back > Tolerance ? back : TimeSpan.Zero;
    }
}
