using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.Storage;

/// <summary>
/// Opens the database: takes the folder, looks for damage, brings the tables up to date, and finds what a crash left on its way. A damaged file is
/// set aside, never deleted, and a new one begun (delivery.md section 5.8).
/// </summary>
internal sealed partial class StoreOpener(
    StoreFolder folder, SqliteSettings settings, Func<IReadOnlyList<string>> configuredKeys, Func<long, bool> isHeld, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>A check of a larger file would take too long at the start; its damage shows when it is read.</summary>
    private const long LargestCheckedFile = 256 * 1024 * 1024;

    /// <summary>A larger log is not copied before it is opened.</summary>
    private const long LargestCopiedLog = 16 * 1024 * 1024;

    /// <summary>Nothing is ever parked for longer: a row that says so was written under a clock that has been set back since.</summary>
    private static readonly TimeSpan LongestParking = TimeSpan.FromHours(1);

    private FileStream? _lock;
    private bool _isFileSystemKnown;

    /// <summary>Folders with damaged files that were set aside since the process started, the newest last.</summary>
    public List<string> SetAside { get; } = [];

    /// <summary>Whether to look through the whole database takes long.</summary>
    public bool IsLarge => new FileInfo(folder.Database) is { Exists: true } file && file.Length > settings.QuicklyCheckedBytes;

    /// <summary>Opens; makes what is missing.</summary>
    /// <param name="highestId">The highest id that this process has given out: none is given out twice, even where the database has lost some.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be used now.</exception>
    public StoreSession Open(long highestId)
    {
        try
        {
            folder.Create();
            Own();
            var session = OpenOrReplace(HighWaterMark.Read(folder));
            try
            {
                session.RaiseLastId(highestId);
                new HighWaterMark(session.LastId, IsClosed: false).Write(folder);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(StoreTroubles.IsDiskFull(exception) ? StoreTrouble.Full : StoreTrouble.ReadOnly, exception);
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
        var aside = folder.CreateAside(StoreFolder.DamagedDatabase, time.GetUtcNow());
        foreach (var file in folder.DatabaseFiles.Where(File.Exists))
        {
            File.Move(file, Path.Combine(aside, Path.GetFileName(file)));
        }

        SetAside.Add(aside);
        Log.SetAside(logger, aside);
        return aside;
    }

    /// <summary>Whether somebody has deleted files that are in use: what SQLite still writes to them nobody will find.</summary>
    public bool IsGone() => !File.Exists(folder.Database) || (configuredKeys().Count == 0 && !File.Exists(folder.Keys));

    /// <summary>Writes anew what is still open of files that somebody has deleted.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be written.</exception>
    public void Rescue(StoreSession session)
    {
        try
        {
            _lock?.Dispose();
            _lock = null;
            folder.Create();
            Own();
            if (configuredKeys().Count == 0)
            {
                new KeyFile(folder).Restore(session.Keys, time.GetUtcNow());
            }

            if (!File.Exists(folder.Database))
            {
                Copy(session);
            }

            Log.Gone(logger, folder.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(StoreTroubles.IsDiskFull(exception) ? StoreTrouble.Full : StoreTrouble.ReadOnly, exception);
        }
        catch (SqliteException exception)
        {
            throw new StoreUnavailableException(StoreTroubles.Of(exception) is var trouble and not StoreTrouble.None ? trouble : StoreTrouble.Io, exception);
        }
    }

    // Written beside and renamed: a crash leaves none or a whole one. What is left of the old log belongs to the file that is gone.
    private void Copy(StoreSession session)
    {
        var next = folder.Database + ".new";
        Array.ForEach([next, next + "-wal", next + "-shm"], File.Delete);
        using (var other = SqliteConnections.OpenWriter(next, settings))
        {
            session.CopyTo(other);
        }

        foreach (var file in folder.DatabaseFiles)
        {
            File.Delete(file);
        }

        File.Move(next, folder.Database);
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
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            throw new StoreUnavailableException(StoreTrouble.InUse, exception);
        }

        if (folder.IsOpenToOthers())
        {
            Log.OpenToOthers(logger, folder.Path);
        }

        WarnOfFileSystem();
    }

    private void WarnOfFileSystem()
    {
        if (_isFileSystemKnown || settings.FileSystem(folder.Path) is not { } kind)
        {
            return;
        }

        _isFileSystemKnown = true;
        if (DiskSpace.IsPassing(kind))
        {
            Log.OnPassingDisk(logger, folder.Path, kind);
        }
        else if (DiskSpace.IsRemote(kind))
        {
            Log.OnRemoteDisk(logger, folder.Path, kind);
        }
    }

    private StoreSession OpenOrReplace(HighWaterMark mark)
    {
        var copy = mark.IsClosed ? null : CopyLog();
        var hadLog = copy is not null;
        var isLogDamaged = copy is not null && LogInspection.IsDamaged(copy);
        try
        {
            var session = OpenDatabase(isSuspect: !mark.IsClosed);
            if (isLogDamaged || session.LastId < mark.LastId)
            {
                Log.LostItsEnd(logger, session.LastId, mark.LastId);
                copy = KeepCopy(copy);
                LoseEnd(session, mark);
            }

            if (hadLog)
            {
                BeginLogAnew(session);
            }

            return session;
        }
        catch (SqliteException exception) when (StoreTroubles.Of(exception) == StoreTrouble.Damaged)
        {
            var aside = PutAside();
            if (copy is not null)
            {
                // Closing has brought what it could of the log into the file beside it: this is how it was found.
                File.Move(copy, Path.Combine(aside, Path.GetFileName(folder.Log) + ".found"));
                copy = null;
            }

            var session = OpenDatabase(isSuspect: false);

            // What is salvaged keeps its id.
            session.RaiseLastId(mark.LastId);
            return session;
        }
        finally
        {
            Discard(copy);
        }
    }

    private StoreSession OpenDatabase(bool isSuspect)
    {
        // The keys first: SQLite's first sync of the log syncs the folder too, so that no row outlives the key it was sealed with.
        var keys = OpenKeys();
        var connection = SqliteConnections.OpenWriter(folder.Database, settings);
        OutboxReader? reader = null, overview = null;
        try
        {
            if (isSuspect && new FileInfo(folder.Database).Length <= LargestCheckedFile)
            {
                StoreSession.CheckQuickly(connection);
            }

            OutboxSchema.Migrate(connection);
            StoreSession.CheckTables(connection);
            reader = new OutboxReader(SqliteConnections.OpenReader(folder.Database, settings));
            overview = new OutboxReader(SqliteConnections.OpenReader(folder.Database, settings));
            var session = new StoreSession(connection, reader, overview, keys, settings);
            Recover(session);
            return session;
        }
        catch
        {
            reader?.Dispose();
            overview?.Dispose();
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

    // What was on its way when the process ended has an outcome that nobody knows. What this very process has under way, whose database was opened
    // again, it will settle itself.
    private void Recover(StoreSession session)
    {
        var abandoned = session.Posting().Where(id => !isHeld(id)).ToArray();
        if (abandoned.Length > 0)
        {
            session.Run("BEGIN IMMEDIATE");
            session.Statements.Doubt(abandoned);
            session.Run("COMMIT");
            Log.FoundOnTheirWay(logger, abandoned.Length);
        }

        var latest = OutboxStatements.Milliseconds(time.GetUtcNow() + LongestParking);
        session.Run($"UPDATE item SET due = {latest} WHERE state = 0 AND due > {latest}");
    }

    /// <summary>What the lost end said of rows that are still here is lost too: any of them may have been on its way, or delivered.</summary>
    private void LoseEnd(StoreSession session, HighWaterMark mark)
    {
        session.RaiseLastId(mark.LastId);
        session.Run($"UPDATE item SET doubt_since = coalesce(doubt_since, {OutboxStatements.Milliseconds(time.GetUtcNow())}) WHERE state = 0");
    }

    /// <summary>SQLite goes on behind the log's last whole commit, over what stands there: the next inspection would find the rest of it.</summary>
    private static void BeginLogAnew(StoreSession session)
    {
        try
        {
            session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException exception) when (StoreTroubles.Of(exception) is not StoreTrouble.Damaged)
        {
            // A full disk: the log stays as it is, and works.
        }
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
            var aside = folder.CreateAside("damaged-log", time.GetUtcNow());
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

    // EWOULDBLOCK of Linux, of macOS, and Windows' sharing violation.
    private static bool IsHeldByAnother(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32;

    private static partial class Log
    {
        [LoggerMessage(1700, LogLevel.Error,
            "The outbox was damaged. Its files lie in {Folder} now; what can be read of them is brought back in the background. Look at the disk and at what else writes to it.")]
        public static partial void SetAside(ILogger logger, string folder);

        [LoggerMessage(1701, LogLevel.Error,
            "The outbox has lost its end: the last event in it is {LastId}, the last one known to be on disk was {Mark}. What is left of it may have been sent already, and counts as in doubt. A copy of the log was kept where there was one.")]
        public static partial void LostItsEnd(ILogger logger, long lastId, long mark);

        [LoggerMessage(1702, LogLevel.Warning, "{Count} events were on their way when the last process ended: whether Meta has them is not known.")]
        public static partial void FoundOnTheirWay(ILogger logger, int count);

        [LoggerMessage(1704, LogLevel.Error, "Somebody has deleted files of the outbox in {Folder} while it was in use. What was in them is written anew.")]
        public static partial void Gone(ILogger logger, string folder);

        [LoggerMessage(1705, LogLevel.Warning,
            "The outbox in {Folder} is on a file system of kind {Kind}: what waits in it is lost with the container or the machine. Mount a volume at ProxyCapi:DataDirectory.")]
        public static partial void OnPassingDisk(ILogger logger, string folder, string kind);

        [LoggerMessage(1706, LogLevel.Warning,
            "The outbox in {Folder} is on a network file system of kind {Kind}: its locks and syncs cannot be relied on. Put ProxyCapi:DataDirectory on a local volume.")]
        public static partial void OnRemoteDisk(ILogger logger, string folder, string kind);

        [LoggerMessage(1703, LogLevel.Warning, "Others than the owner may look into {Folder}: it should have mode 0700.")]
        public static partial void OpenToOthers(ILogger logger, string folder);
    }
}
