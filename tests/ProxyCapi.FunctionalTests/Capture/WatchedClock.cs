using Microsoft.Extensions.Time.Testing;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>A clock that the test moves, and that says when somebody has begun to wait for it.</summary>
internal sealed class WatchedClock : FakeTimeProvider
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
