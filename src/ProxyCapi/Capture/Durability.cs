using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>
/// Lets the end of an answer wait until the events of its exchange are on disk. There is one only where a rule asks for it
/// (<see cref="Configuration.RuleOptions.AwaitDurable"/>). Who settles it, and how, Capture does not know.
/// </summary>
/// <param name="timeout">How long the answer waits at most.</param>
/// <param name="services">Clock and counters.</param>
internal sealed class Durability(TimeSpan timeout, CaptureServices services)
{
    // Continuations run elsewhere: whoever settles is the pipeline, and behind the continuation is the client's connection.
    private readonly TaskCompletionSource<DurableResult> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It is known what became of the exchange's events. Only the first call counts.</summary>
    public void Settle(DurableResult result) => _settled.TrySetResult(result);

    /// <summary>Waits and counts how that ended. Never throws.</summary>
    /// <remarks>
    /// It does not ask whether the client is still there: the wait is short and bounded, it then counts what really happened, and whoever
    /// writes the rest to the client learns by that that it is gone.
    /// </remarks>
    public async ValueTask WaitAsync()
    {
        try
        {
            var started = services.Clock.GetTimestamp();
            var settled = _settled.Task;
            await ((Task)settled).WaitAsync(timeout, services.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var result = settled.IsCompletedSuccessfully ? await settled : DurableResult.Timeout;
            services.Metrics.DurableWaited(result, services.Clock.GetElapsedTime(started));
        }
        catch (Exception exception)
        {
            services.Fail(exception);
        }
    }
}
