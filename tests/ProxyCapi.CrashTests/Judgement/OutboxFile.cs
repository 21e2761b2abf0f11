using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ProxyCapi.CrashTests.Judgement;

/// <summary>Looks into the file of an outbox.</summary>
internal static class OutboxFile
{
    private const string Database = "outbox.db";

    /// <summary>
    /// Reads the file of a gateway that does not run, from a copy: SQLite brings its log to its end while it is opened, and that is the next
    /// gateway's to do.
    /// </summary>
    public static OutboxSnapshot Read(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("proxycapi-crash-copy-");
        try
        {
            foreach (var name in new[] { Database, Database + "-wal" })
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    File.Copy(Path.Combine(folder, name), Path.Combine(copy.FullName, name));
                }
            }

            // Killed before the file was begun, or before its tables were.
            if (!File.Exists(Path.Combine(copy.FullName, Database)))
            {
                return OutboxSnapshot.Nothing;
            }

            using var connection = Open(copy.FullName, SqliteOpenMode.ReadWrite);
            return Ask(connection, "PRAGMA user_version") == 0 ? OutboxSnapshot.Nothing : Read(connection);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>How many events have not reached an end, in the file of a gateway that runs.</summary>
    public static long CountOpen(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadOnly);
        return Ask(connection, "SELECT count(*) FROM item WHERE state IN (0, 1)");
    }

    /// <summary>Locks the file of a gateway that runs, until the result is disposed.</summary>
    public static IDisposable Lock(string folder)
    {
        var connection = Open(folder, SqliteOpenMode.ReadWrite);
        using var command = Command(connection, "BEGIN EXCLUSIVE");
        command.ExecuteNonQuery();
        return connection;
    }

    private static OutboxSnapshot Read(SqliteConnection connection) => new()
    {
        Integrity = string.Join("; ", Texts(connection, "PRAGMA integrity_check")),
        SeenKeys = Texts(connection, "SELECT hex(key) FROM seen").ToHashSet(StringComparer.Ordinal),
        Waiting = Ask(connection, "SELECT count(*) FROM item WHERE state = 0"),
        Posting = Ask(connection, "SELECT count(*) FROM item WHERE state = 1"),
        Dead = [.. DeadLetters(connection)],
    };

    private static IEnumerable<FoundDeadLetter> DeadLetters(SqliteConnection connection)
    {
        using var command = Command(connection, "SELECT hex(seen_key), reason, code, subcode, note FROM item WHERE state = 2 ORDER BY id");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new FoundDeadLetter(
                rows.GetString(0), rows.IsDBNull(1) ? "" : rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetInt32(2),
                rows.IsDBNull(3) ? null : rows.GetInt32(3), rows.IsDBNull(4) ? null : rows.GetString(4));
        }
    }

    private static SqliteConnection Open(string folder, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, Database),
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static long Ask(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return rows.GetString(0);
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
