using System.Net;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>An older version is started on the outbox of a newer one.</summary>
public sealed class DowngradeTests
{
    [Fact]
    public async Task Outbox_OfANewerVersion_IsLeftAlone_TheShopWorksAndHealthSaysWhatToDo()
    {
        var data = Directory.CreateTempSubdirectory("proxycapi-newer-");
        try
        {
            var folder = new StoreFolder(data.FullName);
            await WriteNewerAsync(folder);
            var before = await File.ReadAllBytesAsync(folder.Database);
            await using (var stack = await ShopStack.StartAsync($"--ProxyCapi:DataDirectory={data.FullName}"))
            {
                var health = await stack.WaitForHealthAsync(HttpStatusCode.ServiceUnavailable);
                Assert.Contains("A newer version of ProxyCapi has written outbox.db", health, StringComparison.Ordinal);
                using var visitor = stack.Visit();

                var order = await visitor.BuyAsync();
                await visitor.ReloadAsync(order);

                var purchase = Assert.Single(await stack.SettleAsync());
                Assert.Equal(order.EventId, (string?)purchase["event_id"]);
                Assert.Equal((1, 1), (stack.Books.Outcome("accepted"), stack.Books.Outcome("duplicate")));
                stack.AssertSpotless();
            }

            Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
            Assert.Empty(data.EnumerateDirectories());
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task WriteNewerAsync(StoreFolder folder)
    {
        await using var connection = SqliteConnections.OpenWriter(folder.Database, new SqliteSettings());
        OutboxSchema.Migrate(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version = {OutboxSchema.Version + 1}";
        await command.ExecuteNonQueryAsync();
    }
}
