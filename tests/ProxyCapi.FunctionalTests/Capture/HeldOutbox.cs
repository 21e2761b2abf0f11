using ProxyCapi.Delivery;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>An outbox whose commit hangs until the test lets it come through.</summary>
internal sealed class HeldOutbox : IOutbox
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EnqueueResult> _commit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first event is there.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public bool WasAsked => _asked.Task.IsCompleted;

    public void Commit(EnqueueResult result = EnqueueResult.Stored) => _commit.TrySetResult(result);

    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return new(_commit.Task);
    }
}
