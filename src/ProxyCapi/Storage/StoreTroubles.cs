using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>What SQLite's and the operating system's errors mean for the store, and what the operator can do.</summary>
internal static class StoreTroubles
{
    // Primary result codes: https://www.sqlite.org/rescode.html
    private const int Permission = 3, Busy = 5, LockedTable = 6, ReadOnlyFile = 8, IoError = 10, FullDisk = 13, CannotOpen = 14, NoDatabase = 26;

    /// <summary>What SQLite calls damage.</summary>
    public const int Corrupt = 11;

    /// <summary>What SQLite answers, among other errors of whoever asks, where a table or a column is not known.</summary>
    public const int NoSuchTable = 1;

    // https://www.sqlite.org/rescode.html#ioerr_corruptfs: a checksum of the file system's.
    private const int IoErrorCorruptFileSystem = 8458;

    // https://www.sqlite.org/rescode.html#ioerr_shmsize: the log's index could not be made larger, for which a disk has one reason.
    private const int IoErrorIndexSize = 4874;

    /// <summary>What an exception of SQLite's means; <see cref="StoreTrouble.None"/> if it is an error of ours.</summary>
    public static StoreTrouble Of(SqliteException exception) => exception.SqliteErrorCode switch
    {
        _ when exception.SqliteExtendedErrorCode == IoErrorCorruptFileSystem => StoreTrouble.Damaged,
        _ when exception.SqliteExtendedErrorCode == IoErrorIndexSize => StoreTrouble.Full,
        Corrupt or NoDatabase => StoreTrouble.Damaged,
        FullDisk => StoreTrouble.Full,
        Busy or LockedTable => StoreTrouble.Locked,
        Permission or ReadOnlyFile or CannotOpen => StoreTrouble.ReadOnly,
        IoError => StoreTrouble.Io,
        _ => StoreTrouble.None,
    };

    /// <summary>Whether an error passes by itself, or when there is room: what could not be read or written now says nothing about the file.</summary>
    public static bool IsMomentary(Exception exception) =>
        exception is SqliteException sqlite ? Of(sqlite) is StoreTrouble.Locked or StoreTrouble.Full : IsDiskFull(exception);

    /// <summary>Whether the operating system has no room for a file.</summary>
    public static bool IsDiskFull(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) is 28 /* ENOSPC */ or 112 /* ERROR_DISK_FULL */ or 122 /* EDQUOT */;

    /// <summary>The value of the tag <c>proxycapi.store.trouble</c>.</summary>
    public static string Tag(StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.None => "none",
        StoreTrouble.Full => "full",
        StoreTrouble.ReadOnly => "read_only",
        StoreTrouble.Locked => "locked",
        StoreTrouble.InUse => "in_use",
        StoreTrouble.Io => "io",
        StoreTrouble.Damaged => "damaged",
        StoreTrouble.Newer => "newer",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, null),
    };

    /// <summary>What the operator can do, as a sentence.</summary>
    public static string Cure(StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.Full => "Free space on the disk of ProxyCapi:DataDirectory, or lower Delivery:MinFreeBytes.",
        StoreTrouble.ReadOnly => "Give the process the right to write to ProxyCapi:DataDirectory.",
        StoreTrouble.Locked => "Another program holds a lock on outbox.db: end it.",
        StoreTrouble.InUse => "Another process uses ProxyCapi:DataDirectory: give each its own.",
        StoreTrouble.Io => "The disk of ProxyCapi:DataDirectory answers with errors: look at the system's log.",
        StoreTrouble.Damaged => "The damaged file could not be set aside: look at the rights of ProxyCapi:DataDirectory.",
        StoreTrouble.Newer => "A newer version of ProxyCapi has written outbox.db: run that version, or choose another ProxyCapi:DataDirectory.",
        _ => "",
    };
}
