using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>A column that holds what it cannot hold concerns its own row and nobody else's.</summary>
public sealed class DamagedColumnTests
{
    private const string Least = "-9223372036854775808", Most = "9223372036854775807", BeyondInt32 = "1099511627776";

    [Theory]
    [InlineData("event_time", Most)]
    [InlineData("event_time", Least)]
    [InlineData("due", Least)]
    [InlineData("first_post", Most)]
    [InlineData("doubt_since", Least)]
    [InlineData("size", BeyondInt32)]
    [InlineData("attempts", BeyondInt32)]
    [InlineData("key_id", BeyondInt32)]
    public async Task Lease_RowWithADamagedColumn_IsADeadLetterAndTheOthersAreDelivered(string column, string value)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(3);
        var oldest = harness.Time.GetUtcNow();
        Change(harness, $"UPDATE item SET {column} = {value} WHERE id = (SELECT min(id) FROM item)");

        var state = Assert.Single(await harness.Store.GetStateAsync());
        Assert.Equal((3, oldest), (state.Waiting, state.OldestEvent));
        Assert.Equal(3, (await harness.Store.PeekAsync("main", Lane.Money, 10)).Ready);
        Assert.Equal(ids.Skip(1), await harness.DrainAsync());

        state = await harness.StateAsync();
        Assert.Equal((0, 1), (state.Count, state.Dead));
        Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1720);
        Assert.Empty(harness.Disk.SetAside);
    }

    [Fact]
    public async Task Peek_RowThatIsDueAfterAllTime_DoesNotHideTheNextOne()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(2);
        var due = harness.Time.GetUtcNow().AddSeconds(5);
        var ids = (await harness.LeaseAsync()).Select(item => item.Id).ToArray();
        await harness.Store.ParkAsync(ids, new Parking(due));
        Change(harness, $"UPDATE item SET due = {Most} WHERE id = {ids[0]}");

        Assert.Equal(new LaneOutlook(0, due), await harness.Store.PeekAsync("main", Lane.Money, 10));
        Change(harness, $"DELETE FROM item WHERE id = {ids[1]}");
        Assert.Equal(new LaneOutlook(0, null), await harness.Store.PeekAsync("main", Lane.Money, 10));
    }

    [Fact]
    public async Task State_ManyDamagedRows_CountsTheOthers()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(6);
        var bytes = 3 * harness.Item("e1").Payload.Length;
        Change(harness, "UPDATE item SET state = 4294967296 WHERE id = (SELECT min(id) FROM item)");
        Change(harness, "UPDATE item SET lane = -1 WHERE id = (SELECT min(id) FROM item WHERE state = 0)");
        Change(harness, $"UPDATE item SET size = 0, event_time = {Most} WHERE id = (SELECT min(id) FROM item WHERE state = 0 AND lane = 0)");

        var state = Assert.Single(await harness.Store.GetStateAsync());
        Assert.Equal((4, bytes, harness.Time.GetUtcNow()), (state.Waiting, state.Bytes, state.OldestEvent));

        Change(harness, $"UPDATE item SET size = {Most}");
        Assert.Equal(long.MaxValue, Assert.Single(await harness.Store.GetStateAsync()).Bytes);
    }

    [Fact]
    public void Read_RowOfNulls_IsOneThatCannotBeOpened()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT 7{string.Concat(Enumerable.Repeat(", NULL", SealedRow.Columns.Split(',').Length - 1))}";
        using var rows = command.ExecuteReader();
        Assert.True(rows.Read());

        var row = SealedRow.OfAny(rows);

        Assert.Equal((7, "", ""), (row.Id, row.Pixel, row.EventName));
        Assert.Null(row.Open(new DataKeyRing([DataKeyRing.KeyOf(new byte[DataKey.Length])])));
    }

    private static void Change(StoreHarness harness, string sql)
    {
        using var connection = harness.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
