using System.Net;
using GraphEmulator.Faults;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Tests.Storage.Disks;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>
/// The outbox's disk gets full under shop traffic. On a tmpfs where one may be mounted, and everywhere on a disk with a limit at SQLite's border to the
/// operating system.
/// </summary>
public sealed class FullDiskTests
{
    private const int Visitors = 4;
    private const int OrdersEach = 8;

    public static TheoryData<SmallDiskKind> Disks => MountedDisk.IsAllowed ? [SmallDiskKind.Limit, SmallDiskKind.Tmpfs] : [SmallDiskKind.Limit];

    /// <summary>Where it is skipped, the tmpfs row of the other test is not there: the results say so.</summary>
    [MountFact]
    public void Tmpfs_Full_RefusesAByte()
    {
        using var disk = SmallDisk.Create(SmallDiskKind.Tmpfs);
        disk.Fill();

        Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk.Folder, "a"), new byte[1]));
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task ShopTraffic_WhileTheDiskGetsFull_IsAnswered_AndEachOrderIsToldOnce(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var stack = await ShopStack.StartAsync(
            builder => builder.Services.AddSingleton(disk.Settings), $"--ProxyCapi:DataDirectory={disk.Folder}", "--ProxyCapi:Delivery:MinFreeBytes=0");
        var outage = stack.Emulator.Faults.Add(GraphFault.Error(503, 2));
        var onDisk = await BuyAsync(stack);
        await stack.Books.WaitUntilAsync(() => stack.Books.EventsCreated == onDisk.Count, stack.Patience);
        await stack.WaitForHealthAsync(HttpStatusCode.OK);
        Assert.Equal(0, stack.Books.StoreFailures);

        disk.Fill();
        var inMemory = await BuyAsync(stack);

        // A visitor fails the test at the first answer that is not the shop's.
        var health = await stack.WaitForHealthAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("(full)", health, StringComparison.Ordinal);
        Assert.Contains("events wait in memory", health, StringComparison.Ordinal);
        Assert.NotEqual(0, stack.Books.StoreFailures);
        await stack.Books.WaitUntilAsync(() => stack.Books.EventsCreated == onDisk.Count + inMemory.Count, stack.Patience);

        // Meta is back before the room is: what is on disk goes out as well as what is in memory.
        outage.Dispose();
        await stack.Journal.WaitForEventsAsync(onDisk.Count + inMemory.Count, stack.Patience);
        await stack.Books.WaitUntilBalancedAsync(stack.Patience);

        disk.Clear();
        await stack.WaitForHealthAsync(HttpStatusCode.OK);
        var after = await BuyAsync(stack);
        await stack.SettleAsync();

        Assert.Equal(
            onDisk.Concat(inMemory).Concat(after).Order(), stack.Journal.Events.Select(accepted => accepted.EventId).Order());
        Assert.Equal((0, 0), (stack.Journal.Summary.Repeats, stack.Books.Failures));
        Assert.Equal(stack.Books.EventsCreated, stack.Books.Outcome("accepted"));
    }

    private static async Task<IReadOnlyList<string>> BuyAsync(ShopStack stack)
    {
        var orders = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(async _ =>
        {
            using var visitor = stack.Visit();
            var placed = new List<string>();
            for (var order = 0; order < OrdersEach; order++)
            {
                placed.Add((await visitor.BuyAsync()).EventId);
            }

            return placed;
        }));
        return [.. orders.SelectMany(placed => placed)];
    }
}
