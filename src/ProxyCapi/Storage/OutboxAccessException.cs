using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>An operator's command cannot use the outbox. The message is one sentence about why and one about the cure, without personal data.</summary>
internal sealed class OutboxAccessException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What an error of SQLite's means to whoever typed a command.</summary>
    public static OutboxAccessException Of(SqliteException exception) => new(
        StoreTroubles.Of(exception) switch
        {
            StoreTrouble.Damaged =>
                "The file outbox.db is damaged. The proxy sets a damaged file aside, begins a new one and brings back what can be read: start it, or wait for it.",
            StoreTrouble.Locked => "Another program holds a lock on outbox.db. Try again in a moment; if that does not help, find out who has the file open and end it.",
            StoreTrouble.ReadOnly => "The file outbox.db may not be opened. Run the command as the user that the proxy runs as.",
            StoreTrouble.Full => "The disk is full, so nothing was changed. Free space on it.",
            StoreTrouble.Io => "The disk answers with errors. Look at the system's log.",
            _ => $"SQLite refused the command (error {exception.SqliteErrorCode}). Please report it.",
        },
        exception);
}
