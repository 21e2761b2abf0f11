using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>Opens an outbox that a proxy made, for an operator's command beside it. Makes no folder, no database and no key.</summary>
internal sealed class OutboxFiles(StoreFolder folder, SqliteSettings settings, IReadOnlyList<string> configuredKeys)
{
    /// <summary>The folder.</summary>
    public StoreFolder Folder { get; } = folder;

    /// <summary>How the database is run.</summary>
    public SqliteSettings Settings { get; } = settings;

    /// <summary>A connection that only reads.</summary>
    /// <exception cref="OutboxAccessException">There is no outbox, or none that this version can read.</exception>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be looked into.</exception>
    public SqliteConnection OpenToRead() => Open(SqliteConnections.OpenReader);

    /// <summary>A connection that changes rows.</summary>
    /// <exception cref="OutboxAccessException">There is no outbox, or none that this version can read.</exception>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be looked into.</exception>
    public SqliteConnection OpenToWrite() => Open(SqliteConnections.OpenForeignWriter);

    /// <summary>Every key that opens bodies; <see langword="null"/> if there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public DataKeyRing? ReadKeys()
    {
        DataKey[] keys = [.. configuredKeys.Select(DataKeyRing.Parse).OfType<DataKey>(), .. new KeyFile(Folder).OpenToRead()?.All ?? []];
        return keys.Length == 0 ? null : new DataKeyRing(keys);
    }

    /// <summary>Whether a process holds the folder; <see langword="null"/> if that cannot be found out. The lock is not kept.</summary>
    public bool? IsInUse()
    {
        try
        {
            // A shared lock: two commands that look at once do not take each other for the proxy.
            using var file = new FileStream(Folder.Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private SqliteConnection Open(Func<string, SqliteSettings, SqliteConnection> open)
    {
        if (!Directory.Exists(Folder.Path))
        {
            throw new OutboxAccessException($"There is no folder {Folder.Path}. Name the proxy's with --data-directory or ProxyCapi:DataDirectory.");
        }

        if (!File.Exists(Folder.Database))
        {
            // What may not be looked at seems not to be there: this throws then, and the message says so.
            _ = Directory.EnumerateFileSystemEntries(Folder.Path).Any();
            throw new OutboxAccessException(
                $"There is no outbox in {Folder.Path}. The proxy makes it at its first start; name another folder with --data-directory or ProxyCapi:DataDirectory.");
        }

        var connection = open(Folder.Database, Settings);
        try
        {
            CheckVersion(OutboxSchema.GetVersion(connection));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CheckVersion(int version)
    {
        if (version > OutboxSchema.Version)
        {
            throw new OutboxAccessException(StoreTroubles.Cure(StoreTrouble.Newer));
        }

        if (version < OutboxSchema.Version)
        {
            throw new OutboxAccessException(version == 0
                ? "The file outbox.db has no tables yet. Start the proxy: it makes them."
                : "An older version of ProxyCapi has written outbox.db. Start the proxy of this version once: it brings the tables up to date.");
        }
    }
}
