using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>Databases of other versions (delivery.md section 7): an older one is brought up to date as a whole, a newer one is left alone.</summary>
public class SchemaTests
{
    /// <summary>What a next version may well do: a column, filled for the rows that are there.</summary>
    private const string NextStep = "ALTER TABLE item ADD COLUMN shop TEXT; UPDATE item SET shop = 'one';";

    [Fact]
    public async Task Migrate_OlderDatabaseWithEvents_KeepsThemAndHasTheNextVersion()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(20);
        await harness.Resilient.CloseAsync();
        using var connection = harness.Connect();

        OutboxSchema.Migrate(connection, [.. OutboxSchema.Steps, NextStep]);

        Assert.Equal(OutboxSchema.Version + 1, OutboxSchema.GetVersion(connection));
        Assert.Equal(20, Ask(connection, "SELECT count(*) FROM item WHERE shop = 'one' AND state = 0"));
        Assert.Equal("ok", AskText(connection, "PRAGMA integrity_check"));

        // Once is enough.
        OutboxSchema.Migrate(connection, [.. OutboxSchema.Steps, NextStep]);
    }

    [Fact]
    public async Task Migrate_StepThatFails_ChangesNothing()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(20);
        await harness.Resilient.CloseAsync();
        using (var connection = harness.Connect())
        {
            Assert.Throws<SqliteException>(() => OutboxSchema.Migrate(connection, [.. OutboxSchema.Steps, NextStep, "UPDATE nothing SET at_all = 1;"]));

            Assert.Equal(OutboxSchema.Version, OutboxSchema.GetVersion(connection));
            Assert.Equal(0, Ask(connection, "SELECT count(*) FROM pragma_table_info('item') WHERE name = 'shop'"));
        }

        await harness.OpenAsync();
        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Fact]
    public async Task Open_DatabaseWithoutTables_IsBroughtUpToDateAndTakesEvents()
    {
        // A first start that ended between the file and its tables.
        await using var harness = await StoreHarness.OpenAsync(prepare: folder =>
        {
            folder.Create();
            SqliteConnections.OpenWriter(folder.Database, new SqliteSettings()).Dispose();
        });

        Assert.Equal(StoreTrouble.None, harness.Disk.Status.Trouble);
        Assert.Empty(harness.Disk.SetAside);
        Assert.Equal(OutboxSchema.Version, await harness.AskAsync("PRAGMA user_version"));
        Assert.Equal(await harness.FillAsync(3), await harness.DrainAsync());
    }

    [Fact]
    public async Task Open_NewerDatabaseThatWasNotClosedInOrder_IsLeftAloneAndServedAgainByTheNewerVersion()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(5);
        await harness.Disk.WriteAsync(session =>
        {
            session.Run(NextStep);
            session.Run($"PRAGMA user_version = {OutboxSchema.Version + 1}");
            return true;
        });

        // The downgrade.
        await harness.CrashAsync();

        Assert.Equal(StoreTrouble.Newer, harness.Disk.Status.Trouble);
        Assert.Empty(harness.Disk.SetAside);
        Assert.Empty(Directory.EnumerateDirectories(harness.Folder.Path));
        var health = await harness.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("newer version", health.Description, StringComparison.Ordinal);
        Assert.Equal(EnqueueResult.StoredInMemory, await harness.EnqueueAsync(harness.Item("meanwhile")));
        Assert.Equal(["meanwhile"], await harness.DrainAsync());
        await harness.Resilient.CloseAsync();

        // And back: as the newer version would, had it been opened again.
        using (var connection = harness.Connect())
        {
            Assert.Equal(5, Ask(connection, "SELECT count(*) FROM item WHERE state = 0 AND shop = 'one'"));
            Run(connection, $"PRAGMA user_version = {OutboxSchema.Version}");
        }

        await harness.OpenAsync();
        Assert.Equal(ids, await harness.DrainAsync());
    }

    private static long Ask(SqliteConnection connection, string sql) => long.Parse(AskText(connection, sql), System.Globalization.CultureInfo.InvariantCulture);

    private static string AskText(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
