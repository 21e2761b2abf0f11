using Microsoft.Extensions.Time.Testing;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>A clock that only the test moves, and that says when somebody has begun to wait for it. It begins now: Meta takes no old events.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first timer is set.</summary>
    public Task TimerSet => _asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _asked.TrySetResult();
        return timer;
    }
}
