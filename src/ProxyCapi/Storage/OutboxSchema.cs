using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>The tables, and the way from each older version to this one.</summary>
/// <remarks>
/// <code>
/// item   one row for each event that waits, is on its way, is dead, or (if the operator wants) was accepted; the body is sealed
/// seen   one row for each (pixel, event name, order or event id): what makes an order count once
/// late   what became of rows that were in a database that was set aside, and are not brought back yet
/// salvage  how far a database that was set aside has been brought back
/// meta   last_id: the highest id ever given out
/// </code>
/// Times are milliseconds since 1970, UTC. The meaning of <c>item.due</c> goes with the state: not before; posting since; ended at.
/// </remarks>
internal static class OutboxSchema
{
    /// <summary>"PCob" as a number, so that <c>file</c> and other programs can tell whose database it is.</summary>
    private const int ApplicationId = 0x50436F62;

    /// <summary>A step is never changed once it was released; a new version appends one.</summary>
    internal static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE item (
            id INTEGER PRIMARY KEY,
            state INTEGER NOT NULL,
            pixel TEXT NOT NULL COLLATE NOCASE,
            lane INTEGER NOT NULL,
            due INTEGER NOT NULL,
            event_time INTEGER NOT NULL,
            size INTEGER NOT NULL,
            doubt_since INTEGER,
            first_post INTEGER,
            attempts INTEGER NOT NULL,
            event_name TEXT NOT NULL,
            action_source TEXT NOT NULL,
            reason TEXT,
            code INTEGER,
            subcode INTEGER,
            note TEXT,
            seen_key BLOB NOT NULL,
            key_id INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX item_by_lane ON item (state, pixel, lane, due, event_time, size, doubt_since);
        CREATE TABLE seen (key BLOB PRIMARY KEY, expires INTEGER NOT NULL, item INTEGER NOT NULL, note TEXT) WITHOUT ROWID;
        CREATE INDEX seen_by_expiry ON seen (expires);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO meta (name, value) VALUES ('last_id', 0);
        """,
        """
        CREATE TABLE late (
            item INTEGER PRIMARY KEY,
            noted INTEGER NOT NULL,
            state INTEGER NOT NULL,
            due INTEGER NOT NULL,
            doubt_since INTEGER,
            reason TEXT,
            code INTEGER,
            subcode INTEGER,
            note TEXT
        );
        CREATE TABLE salvage (folder TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;
        """,
    ];

    /// <summary>The version this program writes.</summary>
    public static int Version => Steps.Count;

    /// <summary>Brings a database to this version, in one transaction.</summary>
    /// <exception cref="StoreUnavailableException">A newer program has written it; it is left untouched.</exception>
    public static void Migrate(SqliteConnection connection) => Migrate(connection, Steps);

    /// <summary>Brings a database as many steps ahead as it lacks of <paramref name="steps"/>, in one transaction: all of them or none.</summary>
    /// <exception cref="StoreUnavailableException">It has more steps behind it; it is left untouched.</exception>
    internal static void Migrate(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        var version = GetVersion(connection);
        if (version > steps.Count)
        {
            throw new StoreUnavailableException(StoreTrouble.Newer);
        }

        if (version < steps.Count)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var step in steps.Skip(version))
            {
                Run(connection, step);
            }

            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {steps.Count};"));
            transaction.Commit();
        }
    }

    /// <summary>The version that wrote a database; 0 if it is new.</summary>
    public static int GetVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
