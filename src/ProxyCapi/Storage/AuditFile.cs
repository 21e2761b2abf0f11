using System.Globalization;
using System.Text;

namespace ProxyCapi.Storage;

/// <summary>
/// <c>outbox.audit</c>: one line for each change an operator made. Opened before the change, so that none happens that could not be written down.
/// </summary>
/// <remarks>Time, user, action and counts; no event and nothing of a buyer.</remarks>
internal sealed class AuditFile : IDisposable
{
    private readonly FileStream _file;
    private readonly string _user;
    private readonly TimeProvider _time;

    /// <exception cref="OutboxAccessException">It cannot be written to.</exception>
    public AuditFile(StoreFolder folder, string user, TimeProvider time)
    {
        _user = string.Concat(user.Select(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) ? '_' : letter));
        _time = time;
        try
        {
            _file = StoreFolder.Write(folder.Audit, FileMode.OpenOrCreate, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutboxAccessException("The file outbox.audit cannot be written to, so nothing was changed. Run the command as the user that the proxy runs as.", exception);
        }
    }

    /// <summary>Writes a line, and waits until it is on disk.</summary>
    /// <param name="action">What was done: <c>replay count=3</c>.</param>
    /// <returns>The line.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public string Write(string action)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} user={_user} {action}");
        _file.Seek(0, SeekOrigin.End);
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
        return line;
    }

    public void Dispose() => _file.Dispose();
}
