using System.Globalization;
using System.Text;
using System.Threading.Channels;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>
/// Works a store the way the proxy does, from several producers and one sender that meets every end a request can have, and writes down each fact at
/// the moment it knows it. Runs in a process of its own, which is watched; closes the store in order once, in the middle, and never at the end.
/// </summary>
internal sealed class StoreWorkload(WorkloadOptions options)
{
    private const int Producers = 6;
    private const int MostAtOnce = 12;
    private const int SmallestEvent = 300;
    private const int LargestEvent = 6000;

    private static readonly TimeSpan DoubtPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ThrottlePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private readonly LaterTime _time = new(options.Ahead);
    private readonly Lock _lock = new();
    private int _next = options.First;

    /// <summary>The event of a number, always the same.</summary>
    public static OutboxItem Item(int number)
    {
        var random = new Random(number);
        var id = IdOf(number);
        return new OutboxItem
        {
            Pixel = "main",
            Lane = LaneOf(number),
            EventName = LaneOf(number) == Lane.Money ? "Purchase" : "ViewContent",
            EventId = id,
            DedupeKey = SeenKey.OrderPrefix + id,
            EventTime = DateTimeOffset.UnixEpoch.AddSeconds(number),
            Payload = Encoding.UTF8.GetBytes($$"""{"event_id":"{{id}}","pad":"{{new string((char)('a' + random.Next(26)), random.Next(SmallestEvent, LargestEvent))}}"}"""),
        };
    }

    /// <summary>The number in an event's id.</summary>
    public static int NumberOf(string eventId) => int.Parse(eventId.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Runs to its end; the caller ends the process without a word to the store.</summary>
    public async Task RunAsync()
    {
        await using var journal = new FileStream(options.Journal, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await using (var first = await OpenAsync())
        {
            await RunAsync(first.Store, options.First + (options.Events / 2), journal);
        }

        var second = await OpenAsync();
        await RunAsync(second.Store, options.First + options.Events, journal);
        GC.KeepAlive(second);
    }

    private Task<StandaloneStore> OpenAsync() => StandaloneStore.OpenAsync(options.Folder, new SqliteSettings { Synchronous = options.Synchronous }, _time);

    private async Task RunAsync(SqliteOutboxStore store, int upTo, FileStream journal)
    {
        var kept = Channel.CreateUnbounded<int>();
        var sender = SendAsync(store, kept.Reader, journal);
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(() => ProduceAsync(store, upTo, kept.Writer, journal))));
        kept.Writer.Complete();
        await sender;
    }

    private async Task ProduceAsync(SqliteOutboxStore store, int upTo, ChannelWriter<int> kept, FileStream journal)
    {
        while (TakeNumber(upTo) is { } number)
        {
            Tell(journal, FactKind.Offered, [number]);
            var result = await store.EnqueueAsync(Item(number), CancellationToken.None);
            if (result != EnqueueResult.Stored)
            {
                throw new InvalidOperationException($"Event {number} was not stored: {result}.");
            }

            Tell(journal, FactKind.Acknowledged, [number]);
            await kept.WriteAsync(number);
        }
    }

    private int? TakeNumber(int upTo)
    {
        lock (_lock)
        {
            return _next < upTo ? _next++ : null;
        }
    }

    private async Task SendAsync(SqliteOutboxStore store, ChannelReader<int> kept, FileStream journal)
    {
        var random = new Random(options.Seed);
        await foreach (var number in kept.ReadAllAsync())
        {
            if (random.Next(3) == 0)
            {
                var items = await store.LeaseAsync(new LeaseRequest("main", LaneOf(number), 1 + random.Next(MostAtOnce), long.MaxValue, Lease));
                if (items.Count > 0)
                {
                    await PostAsync(store, items, random, journal);
                }
            }
        }
    }

    private async Task PostAsync(SqliteOutboxStore store, IReadOnlyList<LeasedItem> items, Random random, FileStream journal)
    {
        long[] ids = [.. items.Select(item => item.Id)];
        int[] numbers = [.. items.Select(item => NumberOf(item.Item.EventId))];
        await store.MarkPostingAsync(ids);
        Tell(journal, FactKind.Posting, numbers);
        if (random.Next(10) == 0)
        {
            // Never heard of again.
            return;
        }

        var end = random.Next(10) switch { < 5 => RequestEnd.Accepted, < 7 => RequestEnd.Unknown, < 9 => RequestEnd.Throttled, _ => RequestEnd.Rejected };
        Tell(journal, FactKind.Ending, numbers, end);
        await SettleAsync(store, ids, end);
        Tell(journal, FactKind.Ended, numbers, end);
    }

    private ValueTask SettleAsync(SqliteOutboxStore store, long[] ids, RequestEnd end) => end switch
    {
        RequestEnd.Accepted => store.AcknowledgeAsync(ids, new Acceptance(null, [])),
        RequestEnd.Unknown => store.ParkAsync(ids, new Parking(_time.GetUtcNow() + DoubtPause) { InDoubt = true }),
        RequestEnd.Throttled => store.ParkAsync(ids, new Parking(_time.GetUtcNow() + ThrottlePause)),
        _ => store.DeadLetterAsync(ids, new DeadLetter(EventReason.Rejected, 100)),
    };

    /// <summary>One write a fact: it is known to the world when it has come back, and not before.</summary>
    private void Tell(FileStream journal, FactKind kind, ReadOnlySpan<int> numbers, RequestEnd end = RequestEnd.Unknown)
    {
        var lines = new StringBuilder();
        foreach (var number in numbers)
        {
            lines.Append(new Fact(kind, number, end)).Append('\n');
        }

        lock (_lock)
        {
            journal.Write(Encoding.ASCII.GetBytes(lines.ToString()));
        }
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"e{number}");

    private static Lane LaneOf(int number) => number % 4 == 0 ? Lane.Other : Lane.Money;
}
