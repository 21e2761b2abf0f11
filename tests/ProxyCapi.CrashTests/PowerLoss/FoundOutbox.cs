using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What the store itself makes of a folder that is found after a loss of power.</summary>
internal sealed record FoundOutbox
{
    /// <summary>Why it cannot be used; <see cref="StoreTrouble.None"/> if it can.</summary>
    public StoreTrouble Trouble { get; private init; }

    /// <summary>Events that it would send, by their numbers.</summary>
    public IReadOnlyDictionary<int, LeasedItem> Waiting { get; private init; } = new Dictionary<int, LeasedItem>();

    /// <summary>Dead letters that Meta has refused.</summary>
    public IReadOnlySet<int> Dead { get; private init; } = new HashSet<int>();

    /// <summary>Events that it would take as new ones.</summary>
    public IReadOnlySet<int> Unknown { get; private init; } = new HashSet<int>();

    /// <summary>Rows that cannot be opened.</summary>
    public int Unreadable { get; private init; }

    /// <summary>Rows of an event that has another one.</summary>
    public int Doubles { get; private init; }

    /// <summary>Folders that it has set aside.</summary>
    public int SetAside { get; private init; }

    /// <summary>Opens the folder and asks for everything; offers events again to see which are known.</summary>
    /// <param name="folder">The folder; it is changed.</param>
    /// <param name="offered">Every event that was ever offered.</param>
    /// <param name="time">Late enough for everything to be due.</param>
    public static async Task<FoundOutbox> OpenAsync(string folder, IReadOnlyCollection<int> offered, TimeProvider time)
    {
        var settings = new SqliteSettings();
        await using var opened = await StandaloneStore.OpenAsync(folder, settings, time);

        // Once more: what was set aside is brought back then.
        await opened.Store.LookAfterAsync();
        if (opened.Store.Status.Trouble is var trouble and not StoreTrouble.None)
        {
            return new FoundOutbox { Trouble = trouble, SetAside = opened.Store.SetAside.Count };
        }

        await opened.Store.WriteAsync(session =>
        {
            session.Check();
            return true;
        });
        List<LeasedItem> waiting = [.. await LeaseAsync(opened.Store, Lane.Money), .. await LeaseAsync(opened.Store, Lane.Other)];
        var (dead, unreadable) = DeadLetters(folder, settings);
        var items = waiting.DistinctBy(item => item.Item.EventId).ToDictionary(item => StoreWorkload.NumberOf(item.Item.EventId));
        return new FoundOutbox
        {
            Waiting = items,
            Doubles = waiting.Count - items.Count,
            Dead = dead,
            Unreadable = unreadable,
            Unknown = await OfferAsync(opened.Store, offered),
            SetAside = opened.Store.SetAside.Count,
        };
    }

    private static async Task<List<LeasedItem>> LeaseAsync(SqliteOutboxStore store, Lane lane)
    {
        var all = new List<LeasedItem>();
        while (await store.LeaseAsync(new LeaseRequest("main", lane, 1000, long.MaxValue, TimeSpan.FromHours(1))) is { Count: > 0 } items)
        {
            all.AddRange(items);
        }

        return all;
    }

    private static (HashSet<int> Dead, int Unreadable) DeadLetters(string folder, SqliteSettings settings)
    {
        using var archive = new OutboxArchive(new OutboxFiles(new StoreFolder(folder), settings, configuredKeys: []));
        var rows = archive.List(new OutboxQuery([ItemState.Dead], null, null, int.MaxValue));
        return ([.. rows.Where(row => row.EventId is not null).Select(row => StoreWorkload.NumberOf(row.EventId!))], rows.Count(row => row.EventId is null));
    }

    private static async Task<HashSet<int>> OfferAsync(SqliteOutboxStore store, IReadOnlyCollection<int> offered)
    {
        var results = await Task.WhenAll(offered.Select(async number => (number, Result: await store.EnqueueAsync(StoreWorkload.Item(number), CancellationToken.None))));
        return [.. results.Where(result => result.Result == EnqueueResult.Stored).Select(result => result.number)];
    }
}
