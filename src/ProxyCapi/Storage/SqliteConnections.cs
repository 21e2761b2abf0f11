using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>Opens the database: one connection writes and checkpoints, others read.</summary>
internal static class SqliteConnections
{
    /// <summary>The connection that writes. Makes the file, with the owner's mode, if it is not there.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenWriter(string database, SqliteSettings settings)
    {
        bool isNew;

        // SQLite gives the log beside it the mode of the database.
        using (var file = StoreFolder.Write(database, FileMode.OpenOrCreate, FileShare.ReadWrite))
        {
            isNew = file.Length == 0;
        }

        // What only a new file can be told; an old one would be written to by it.
        const string Begin = """
            PRAGMA page_size = 8192;
            PRAGMA auto_vacuum = INCREMENTAL;
            """;
        return Open(database, SqliteOpenMode.ReadWrite, settings, $"""
            {(isNew ? Begin : "")}
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {settings.Synchronous};
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA wal_autocheckpoint = 512;
            PRAGMA journal_size_limit = 16777216;
            PRAGMA secure_delete = FAST;
            """);
    }

    /// <summary>A connection for counts: what the last seconds before a power cut counted may be lost, and nobody waits for a disk.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenForCounts(string database, SqliteSettings settings) =>
        Open(database, SqliteOpenMode.ReadWrite, settings, """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            """);

    /// <summary>A connection that reads while another process or connection writes.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenReader(string database, SqliteSettings settings) =>
        Open(database, SqliteOpenMode.ReadOnly, settings, "PRAGMA query_only = ON;");

    /// <summary>A connection for an operator's change beside a running proxy: makes no file, and leaves checkpoints to the proxy.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenForeignWriter(string database, SqliteSettings settings) =>
        Open(database, SqliteOpenMode.ReadWrite, settings, $"""
            PRAGMA synchronous = {settings.Synchronous};
            PRAGMA fullfsync = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA secure_delete = FAST;
            """);

    private static SqliteConnection Open(string database, SqliteOpenMode mode, SqliteSettings settings, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = mode,
            Pooling = false,
            Vfs = settings.Vfs,
            DefaultTimeout = settings.BusyTimeoutSeconds,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                PRAGMA trusted_schema = OFF;
                PRAGMA cell_size_check = ON;
                PRAGMA temp_store = MEMORY;
                {pragmas}
                """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
