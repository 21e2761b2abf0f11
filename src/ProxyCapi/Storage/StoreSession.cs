using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>An open database: the connection that writes, the one that reads, the keys. Everything but the readers is the writer's alone.</summary>
internal sealed class StoreSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _pages;
    private readonly Statement _freePages;
    private readonly SqliteSettings _settings;
    private long _rowsAtBegin;

    public StoreSession(SqliteConnection connection, OutboxReader reader, OutboxReader overview, DataKeyRing keys, SqliteSettings settings)
    {
        _connection = connection;
        _settings = settings;
        _command = connection.CreateCommand();
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _pages = new Statement(connection, "PRAGMA page_count");
        _freePages = new Statement(connection, "PRAGMA freelist_count");
        Statements = new OutboxStatements(connection);
        Reader = reader;
        Overview = overview;
        Keys = keys;
        LastId = Ask("SELECT value FROM meta WHERE name = 'last_id'");
        CommittedId = LastId;
        PageSize = Ask("PRAGMA page_size");
        Version = DataVersion();
        CountRows();
    }

    /// <summary>The changes.</summary>
    public OutboxStatements Statements { get; }

    /// <summary>The questions; used under <see cref="LeaseBook.Gate"/>.</summary>
    public OutboxReader Reader { get; }

    /// <summary>The questions that take long; used under <see cref="StoreWriter.OverviewGate"/>, so that nobody who sends waits for them.</summary>
    public OutboxReader Overview { get; }

    /// <summary>What seals and opens bodies.</summary>
    public DataKeyRing Keys { get; }

    /// <summary>The highest id ever given out in this database.</summary>
    public long LastId { get; set; }

    /// <summary>The highest id that is on disk.</summary>
    public long CommittedId { get; set; }

    /// <summary>Changes when another process has committed something.</summary>
    public long Version { get; set; }

    /// <summary>Rows that have not reached an end, about: counted at the start and once a minute, followed in between.</summary>
    public long Rows { get; set; }

    /// <summary>Bytes of the database in use: measured when a transaction begins, followed inside it.</summary>
    public long Used { get; set; }

    /// <summary>Bytes of a page.</summary>
    public long PageSize { get; }

    /// <summary>Notes at once that ids up to this one were given out: another database had them.</summary>
    public void RaiseLastId(long id)
    {
        if (id > CommittedId)
        {
            Statements.NoteLastId(id);
            LastId = CommittedId = id;
        }
    }

    /// <summary>Begins a transaction.</summary>
    public void Begin()
    {
        _begin.Run();
        _rowsAtBegin = Rows;
        Used = UsedBytes();
    }

    /// <summary>Ends it: everything in it is on disk when this returns.</summary>
    public void Commit()
    {
        _settings.BeforeCommit();
        _commit.Run();

        // What is told of this transaction from now on does not undo it.
        _rowsAtBegin = Rows;
        _settings.AfterCommit();
    }

    /// <summary>Bytes of the database that are in use.</summary>
    public long UsedBytes() => (_pages.Ask() - FreePages()) * PageSize;

    /// <summary>Pages that are free and still take room on the disk.</summary>
    public long FreePages() => _freePages.Ask();

    /// <summary>Writes all of the log to the database and syncs that.</summary>
    /// <exception cref="SqliteException">It cannot be done now.</exception>
    public void FlushLog()
    {
        _command.CommandText = "PRAGMA wal_checkpoint(FULL)";
        if (Convert.ToInt64(_command.ExecuteScalar(), CultureInfo.InvariantCulture) != 0)
        {
            const int Busy = 5;
            throw new SqliteException("Somebody reads the log.", Busy);
        }
    }

    /// <summary>Brings the log into the database as far as nobody reads it, so that the next change overwrites it from its start.</summary>
    /// <returns>Whether the next change needs no new room for the log.</returns>
    public bool TryEmptyLog()
    {
        try
        {
            _command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var row = _command.ExecuteReader();
            return row.Read() && row.GetInt64(1) is > 0 and var pages && row.GetInt64(2) == pages;
        }
        catch (SqliteException)
        {
            // The database would have to grow, and cannot either.
            return false;
        }
    }

    /// <summary>Counts the rows that have not reached an end.</summary>
    public void CountRows() => Rows = Ask("SELECT count(*) FROM item INDEXED BY item_by_lane WHERE state IN (0, 1)");

    /// <summary>Ids of the rows that are on their way.</summary>
    public List<long> Posting()
    {
        var ids = new List<long>();
        _command.CommandText = "SELECT id FROM item INDEXED BY item_by_lane WHERE state = 1";
        using var rows = _command.ExecuteReader();
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }

    /// <summary>SQLite's count of other connections' commits.</summary>
    public long DataVersion() => Ask("PRAGMA data_version");

    /// <summary>A statement on the writing connection; the caller disposes it.</summary>
    public SqliteCommand CreateCommand(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Runs a statement to its end; some pragmas work only as far as their rows are read.</summary>
    public void Run(string sql)
    {
        _command.CommandText = sql;
        using var rows = _command.ExecuteReader();
        while (rows.Read())
        {
        }
    }

    /// <summary>Runs a statement that gives one number back.</summary>
    public long Ask(string sql)
    {
        _command.CommandText = sql;
        return Convert.ToInt64(_command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Looks through the whole file.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public void Check()
    {
        Check(_connection, "integrity_check(1)");
        CheckTables(_connection);
    }

    /// <summary>Asks for everything by its name: where a page of the schema is damaged, SQLite knows of no damage, and of no table either.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public static void CheckTables(SqliteConnection connection)
    {
        string[] questions =
        [
            $"SELECT {SealedRow.Columns}, seen_key FROM item INDEXED BY item_by_lane WHERE state = -1 LIMIT 0",
            "SELECT key, expires, item, note FROM seen INDEXED BY seen_by_expiry WHERE expires = -1 LIMIT 0",
            "SELECT name, value FROM meta LIMIT 0",
        ];
        try
        {
            // One by one: in a batch an error of a later one is not told.
            foreach (var question in questions)
            {
                using var command = connection.CreateCommand();
                command.CommandText = question;
                command.ExecuteNonQuery();
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == StoreTroubles.NoSuchTable)
        {
            throw new SqliteException("The database is damaged: its tables are not what they were made as.", StoreTroubles.Corrupt);
        }
    }

    /// <summary>Looks through a whole file, but not whether its indexes fit its tables.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public static void CheckQuickly(SqliteConnection connection) => Check(connection, "quick_check(1)");

    /// <summary>Copies everything that is in the database to another file.</summary>
    /// <exception cref="SqliteException">It cannot be read, or the other one not be written.</exception>
    public void CopyTo(SqliteConnection other) => _connection.BackupDatabase(other);

    /// <summary>Undoes the open transaction, if SQLite has not done so itself.</summary>
    public void RollBack()
    {
        Rows = _rowsAtBegin;
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Some errors (a full disk, a damaged file) end the transaction by themselves: https://www.sqlite.org/lang_transaction.html
        }
    }

    public void Dispose()
    {
        Statements.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _pages.Dispose();
        _freePages.Dispose();
        _command.Dispose();
        _connection.Dispose();
        Reader.Dispose();
        Overview.Dispose();
    }

    private static void Check(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        if (command.ExecuteScalar() is not "ok")
        {
            throw new SqliteException("The database is damaged.", StoreTroubles.Corrupt);
        }
    }
}
