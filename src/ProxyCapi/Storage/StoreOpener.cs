using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.Storage;

/// <summary>
/// Opens the database: takes the folder, looks for damage, brings the tables up to date, and finds what a crash left on its way. A damaged file is
/// set aside, never deleted, and a new one begun (delivery.md section 5.8).
/// </summary>
internal sealed partial class StoreOpener(
    StoreFolder folder, SqliteSettings settings, Func<IReadOnlyList<string>> configuredKeys, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>A check of a larger file would take too long at the start; its damage shows when it is read.</summary>
    private const long LargestCheckedFile = 256 * 1024 * 1024;

    /// <summary>A larger log is not copied before it is opened.</summary>
    private const long LargestCopiedLog = 16 * 1024 * 1024;

    /// <summary>Nothing is ever parked for longer: a row that says so was written under a clock that has been set back since.</summary>
    private static readonly TimeSpan LongestParking = TimeSpan.FromHours(1);

    private FileStream? _lock;

    /// <summary>Folders with damaged files that were set aside since the process started, the newest last.</summary>
    public List<string> SetAside { get; } = [];

    /// <summary>Opens; makes what is missing.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used now.</exception>
    public StoreSession Open()
    {
        try
        {
            folder.Create();
            Own();
            var mark = HighWaterMark.Read(folder);
            var session = OpenOrReplace(mark);
            Recover(session);
            return session;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(IsDiskFull(exception) ? StoreTrouble.Full : StoreTrouble.ReadOnly, exception);
        }
        catch (SqliteException exception)
        {
            throw new StoreUnavailableException(StoreTroubles.Of(exception) is var trouble and not StoreTrouble.None ? trouble : StoreTrouble.Io, exception);
        }
    }

    /// <summary>Moves the database out of the way, as it is.</summary>
    /// <returns>The folder it lies in now.</returns>
    public string PutAside()
    {
        var aside = folder.NewAside("damaged", time.GetUtcNow());
        Directory.CreateDirectory(aside);
        foreach (var file in folder.DatabaseFiles.Where(File.Exists))
        {
            File.Move(file, Path.Combine(aside, Path.GetFileName(file)));
        }

        SetAside.Add(aside);
        Log.SetAside(logger, aside);
        return aside;
    }

    public void Dispose() => _lock?.Dispose();

    // The kernel gives the lock up when the process ends, however it ends (delivery.md section 2.2).
    private void Own()
    {
        if (_lock is not null)
        {
            return;
        }

        try
        {
            _lock = StoreFolder.Write(folder.Lock, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(folder.Lock) && !IsDiskFull(exception))
        {
            throw new StoreUnavailableException(StoreTrouble.InUse, exception);
        }

        if (folder.IsOpenToOthers())
        {
            Log.OpenToOthers(logger, folder.Path);
        }
    }

    private StoreSession OpenOrReplace(HighWaterMark mark)
    {
        var copy = mark.IsClosed ? null : CopyLog();
        try
        {
            var session = OpenDatabase(isSuspect: !mark.IsClosed);
            if (session.LastId < mark.LastId)
            {
                Log.LostItsEnd(logger, session.LastId, mark.LastId);
                copy = KeepCopy(copy);
                session.LastId = mark.LastId;
            }

            return session;
        }
        catch (SqliteException exception) when (StoreTroubles.Of(exception) == StoreTrouble.Damaged)
        {
            PutAside();
            var session = OpenDatabase(isSuspect: false);

            // Ids are never given out twice: what is salvaged keeps its own.
            session.LastId = mark.LastId;
            return session;
        }
        finally
        {
            Discard(copy);
        }
    }

    private StoreSession OpenDatabase(bool isSuspect)
    {
        var connection = SqliteConnections.OpenWriter(folder.Database, settings);
        try
        {
            if (isSuspect && new FileInfo(folder.Database).Length <= LargestCheckedFile)
            {
                StoreSession.Check(connection);
            }

            OutboxSchema.Migrate(connection);
            return new StoreSession(connection, new OutboxReader(SqliteConnections.OpenReader(folder.Database, settings)), OpenKeys());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private DataKeyRing OpenKeys()
    {
        var configured = configuredKeys();
        if (configured.Count == 0)
        {
            return new KeyFile(folder).Open(time.GetUtcNow());
        }

        // Rows that were sealed before keys were configured can still be opened.
        var generated = new KeyFile(folder).OpenToRead();
        return new DataKeyRing([.. configured.Select(DataKeyRing.Parse).OfType<DataKey>(), .. generated?.All ?? []]);
    }

    // What was on its way when the process ended has an outcome that nobody knows.
    private void Recover(StoreSession session)
    {
        session.Run($"""
            UPDATE item SET state = 0, doubt_since = coalesce(doubt_since, due), due = due + {(long)OutboxStatements.DoubtPause.TotalMilliseconds} WHERE state = 1
            """);
        if (session.Ask("SELECT changes()") is var count and > 0)
        {
            Log.FoundOnTheirWay(logger, count);
        }

        var latest = OutboxStatements.Milliseconds(time.GetUtcNow() + LongestParking);
        session.Run($"UPDATE item SET due = {latest} WHERE state = 0 AND due > {latest}");
        new HighWaterMark(session.LastId, IsClosed: false).Write(folder);
    }

    private string? CopyLog()
    {
        var log = new FileInfo(folder.Log);
        if (!log.Exists || log.Length is 0 or > LargestCopiedLog)
        {
            return null;
        }

        var copy = folder.Log + ".copy";
        try
        {
            File.Copy(folder.Log, copy, overwrite: true);
            return copy;
        }
        catch (IOException)
        {
            // No room for it: the copy only helps to find out more about a damage.
            Discard(copy);
            return null;
        }
    }

    private string? KeepCopy(string? copy)
    {
        if (copy is not null)
        {
            var aside = folder.NewAside("damaged-log", time.GetUtcNow());
            Directory.CreateDirectory(aside);
            File.Move(copy, Path.Combine(aside, Path.GetFileName(folder.Log)));
            SetAside.Add(aside);
        }

        return null;
    }

    private static void Discard(string? file)
    {
        if (file is not null)
        {
            File.Delete(file);
        }
    }

    private static bool IsDiskFull(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) is 28 /* ENOSPC */ or 112 /* ERROR_DISK_FULL */ or 122 /* EDQUOT */;

    private static partial class Log
    {
        [LoggerMessage(1700, LogLevel.Error,
            "The outbox was damaged. Its files lie in {Folder} now; what can be read of them is brought back in the background. Look at the disk and at what else writes to it.")]
        public static partial void SetAside(ILogger logger, string folder);

        [LoggerMessage(1701, LogLevel.Error,
            "The outbox has lost its end: the last event in it is {LastId}, the last one known to be on disk was {Mark}. A copy of the log was kept where there was one.")]
        public static partial void LostItsEnd(ILogger logger, long lastId, long mark);

        [LoggerMessage(1702, LogLevel.Warning, "{Count} events were on their way when the last process ended: whether Meta has them is not known.")]
        public static partial void FoundOnTheirWay(ILogger logger, long count);

        [LoggerMessage(1703, LogLevel.Warning, "Others than the owner may look into {Folder}: it should have mode 0700.")]
        public static partial void OpenToOthers(ILogger logger, string folder);
    }
}
