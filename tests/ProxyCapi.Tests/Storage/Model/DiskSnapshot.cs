using Microsoft.Data.Sqlite;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>What is committed, read beside the store.</summary>
internal sealed class DiskSnapshot
{
    private DiskSnapshot()
    {
    }

    public Dictionary<long, Row> Rows { get; } = [];

    public Dictionary<string, DateTimeOffset> Seen { get; } = [];

    /// <summary>Rows of databases that were set aside of which it is noted here what has become of them.</summary>
    public HashSet<long> Noted { get; } = [];

    /// <summary>Whether there is a database that was set aside and is not brought back to its end.</summary>
    public bool IsBeingBroughtBack { get; private init; }

    public IEnumerable<Row> Open => Rows.Values.Where(row => row.State is ItemState.Waiting or ItemState.Posting);

    /// <param name="folder">The store's.</param>
    /// <param name="settings">How it is run.</param>
    /// <param name="hopeless">Names of folders of which nothing can be brought back.</param>
    public static DiskSnapshot Take(StoreFolder folder, SqliteSettings settings, IReadOnlySet<string> hopeless)
    {
        var snapshot = new DiskSnapshot
        {
            IsBeingBroughtBack = Directory.EnumerateDirectories(folder.Path, "damaged-*")
                .Any(aside => !hopeless.Contains(Path.GetFileName(aside)) && File.Exists(Path.Combine(aside, "outbox.db")) && !File.Exists(Path.Combine(aside, "salvaged"))),
        };
        using var connection = SqliteConnections.OpenReader(folder.Database, settings);
        var keys = new KeyFile(folder).OpenToRead();
        Read(connection, $"SELECT {SealedRow.Columns}, hex(seen_key) FROM item", found =>
        {
            var row = SealedRow.OfAny(found);
            snapshot.Rows.Add(row.Id, new Row(row.Id, row.State, row.DoubtSince is not null, found.GetString(18), keys is null ? null : row.Open(keys)?.Item.EventId));
        });
        Read(connection, "SELECT hex(key), expires FROM seen", row => snapshot.Seen.Add(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));
        Read(connection, "SELECT item FROM late", row => snapshot.Noted.Add(row.GetInt64(0)));
        return snapshot;
    }

    private static void Read(SqliteConnection connection, string sql, Action<SqliteDataReader> add)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            add(rows);
        }
    }

    /// <param name="Id">The row's.</param>
    /// <param name="State">Where it stands.</param>
    /// <param name="IsInDoubt">Whether it is in doubt.</param>
    /// <param name="Order">The key of its order.</param>
    /// <param name="EventId">Whose row it is; <see langword="null"/> if its bytes cannot be read.</param>
    public sealed record Row(long Id, ItemState State, bool IsInDoubt, string Order, string? EventId);
}
