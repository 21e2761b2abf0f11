using System.Threading.Channels;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Pipeline;

/// <summary>An outbox whose commits the test makes happen.</summary>
internal sealed class HeldOutbox : IOutbox
{
    private readonly Channel<TaskCompletionSource<EnqueueResult>> _commits = Channel.CreateUnbounded<TaskCompletionSource<EnqueueResult>>();
    private readonly Lock _lock = new();
    private int _outstanding;

    /// <summary>The most enqueues that were under way at a time.</summary>
    public int Peak { get; private set; }

    public async ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var commit = new TaskCompletionSource<EnqueueResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            Peak = Math.Max(Peak, ++_outstanding);
        }

        _commits.Writer.TryWrite(commit);
        try
        {
            return await commit.Task;
        }
        finally
        {
            lock (_lock)
            {
                _outstanding--;
            }
        }
    }

    /// <summary>Waits for the next enqueue; the test ends it.</summary>
    public Task<TaskCompletionSource<EnqueueResult>> NextAsync() => _commits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
