using Microsoft.Data.Sqlite;

namespace ProxyCapi.Tests.Storage;

/// <summary>Errors of the disk, as SQLite reports them (https://www.sqlite.org/rescode.html).</summary>
internal static class Fault
{
    public const int Locked = 5, Io = 10, Full = 13;

    public const int Damaged = 11;

    public static void Throw(bool when, int code)
    {
        if (when)
        {
            throw new SqliteException("A fault of the test's.", code);
        }
    }
}
