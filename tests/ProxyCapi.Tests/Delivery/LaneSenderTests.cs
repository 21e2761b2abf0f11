using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Delivery;

public sealed class LaneSenderTests
{
    [Fact]
    public async Task Run_StoreThatAlwaysFailsDuringAStop_WaitsBetweenItsTries()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new ProxyCapiMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        using var rules = new ActiveRuleSet(SenderHarness.RuleSet(null, "token"));
        var (time, store) = (new SteppedClock(), new FailingStore());
        using CancellationTokenSource stopping = new(), outOfTime = new();
        await stopping.CancelAsync();
        var sender = new LaneSender(
            new PixelState("main", time, new Jitter(new Random(1))), Lane.Money, store, null!, new LaneDoorbells(), rules, metrics, time, NullLogger.Instance);

        var run = Task.Run(() => sender.RunAsync(stopping.Token, outOfTime.Token));
        Assert.True(SpinWait.SpinUntil(() => time.Waiting == 1 || store.Asked > 1, TimeSpan.FromMinutes(1)));

        Assert.Equal(1, store.Asked);
        await outOfTime.CancelAsync();
        await run;
    }

    private sealed class FailingStore : IOutboxStore
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<LaneOutlook> PeekAsync(string pixel, Lane lane, int upTo)
        {
            Interlocked.Increment(ref _asked);
            throw new InvalidOperationException("A fault of the test's.");
        }

        public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request) => throw new NotSupportedException();

        public ValueTask MarkPostingAsync(IReadOnlyList<long> ids) => throw new NotSupportedException();

        public ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, Acceptance acceptance) => throw new NotSupportedException();

        public ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking) => throw new NotSupportedException();

        public ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter letter) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LaneState>> GetStateAsync() => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OutboxItem>> CloseAsync() => throw new NotSupportedException();
    }
}
