using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>A database that has lost a table is a damaged one, though SQLite takes it for an error of whoever asks.</summary>
public sealed class DamagedSchemaTests
{
    [Theory]
    [InlineData("meta")]
    [InlineData("seen")]
    [InlineData("seen_by_expiry")]
    [InlineData("item_by_lane")]
    public async Task Open_DatabaseWithoutATable_IsSetAsideAndTheRestBroughtBack(string name)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(5);
        await harness.Resilient.CloseAsync();
        Lose(harness, name);

        await harness.OpenAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(3));

        Assert.Single(harness.Disk.SetAside);
        Assert.False(harness.Disk.Status.IsSuspended);
        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("seen")]
    [InlineData("item_by_lane")]
    public async Task Run_DatabaseThatLosesATable_IsSetAsideAndTheRestBroughtBack(string name)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = (await harness.FillAsync(5)).ToList();
        Lose(harness, name);
        var next = harness.Item("next");
        Assert.Contains(await harness.EnqueueAsync(next), new[] { EnqueueResult.Stored, EnqueueResult.StoredInMemory });
        await harness.Store.PeekAsync("main", Lane.Money, 1);

        await harness.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Single(harness.Disk.SetAside);
        Assert.Equal([.. ids, "next"], (await harness.DrainAsync()).OrderBy(id => id == "next").ThenBy(id => id, StringComparer.Ordinal));
    }

    private static void Lose(StoreHarness harness, string name)
    {
        using var connection = harness.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = '{name}' OR tbl_name = '{name}'; PRAGMA schema_version = 77; PRAGMA wal_checkpoint(PASSIVE);";
        command.ExecuteNonQuery();
    }
}
