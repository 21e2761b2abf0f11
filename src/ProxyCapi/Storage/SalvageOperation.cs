using System.Globalization;
using Microsoft.Extensions.Logging;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// Brings back what can be read of databases that were set aside, in the background. A folder that is done is marked, so that a crash in between
/// goes on at the next start; what is brought back twice is recognised by its key. The files stay.
/// </summary>
internal sealed partial class SalvageOperation(
    StoreFolder folder, SqliteSettings settings, SqliteOutboxStore store, Func<TimeSpan> window, LaneDoorbells doorbells, ProxyCapiMetrics metrics, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const string Done = "salvaged";
    private const int BroughtAtOnce = 200;

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;
    private volatile bool _isDisposed;

    /// <summary>Starts if there is anything to salvage and nothing runs. Called from one timer.</summary>
    public void StartIfNeeded()
    {
        if (_isDisposed || !_running.IsCompleted || store.Status.IsSuspended || store.Status.IsOpening)
        {
            return;
        }

        var waiting = Waiting();
        if (waiting.Count > 0)
        {
            _running = Task.Run(() => RunAsync(waiting));
        }
    }

    /// <summary>Ends when nothing runs.</summary>
    public Task IdleAsync() => _running;

    /// <summary>Ends; what is left goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _stopping.CancelAsync();
            await _running;
            _stopping.Dispose();
        }
    }

    private List<string> Waiting()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder.Path, "damaged-*")
                .Where(aside => !_tried.Contains(aside) && File.Exists(DatabaseIn(aside)) && !File.Exists(Path.Combine(aside, Done)))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private async Task RunAsync(List<string> asides)
    {
        foreach (var aside in asides)
        {
            // Whatever happens it is not tried over and over; the next start tries again.
            _tried.Add(aside);
            try
            {
                var found = await SalvageAsync(aside);
                Note(aside, found);
                metrics.Salvaged(found);
                Log.Salvaged(logger, found, aside);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whatever it was: what is not brought back here lies in its folder, and the store has to go on and be closed.
                Log.Failed(logger, aside, exception.GetType().Name);
            }
        }
    }

    private async Task<int> SalvageAsync(string aside)
    {
        using var connection = SqliteConnections.OpenReader(DatabaseIn(aside), settings);
        using var table = new DamagedTable(connection);

        // What was seen first: an order that is told again in the meantime is recognised.
        foreach (var seen in table.Seen().Chunk(BroughtAtOnce))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            await store.WriteAsync(session => seen.Count(known => session.Statements.TryRemember(known.Key, known.Item, time.GetUtcNow(), known.Expires)));
        }

        var found = 0;
        foreach (var rows in table.Rows().Chunk(BroughtAtOnce))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            found += await store.WriteAsync(session =>
            {
                var brought = rows.Count(row => session.Statements.BringBack(row, time.GetUtcNow(), time.GetUtcNow() + window()));
                session.Rows += brought;
                return brought;
            });
            doorbells.RingAll();
        }

        return found;
    }

    private void Note(string aside, int found)
    {
        using var file = StoreFolder.Write(Path.Combine(aside, Done), FileMode.Create);
        using var writer = new StreamWriter(file);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():u} {found} events\n"));
    }

    private static string DatabaseIn(string aside) => Path.Combine(aside, "outbox.db");

    private static partial class Log
    {
        [LoggerMessage(1730, LogLevel.Warning, "{Count} events were brought back from {Folder}. What could not be read is still in there.")]
        public static partial void Salvaged(ILogger logger, int count, string folder);

        [LoggerMessage(1731, LogLevel.Error, "Nothing more could be brought back from {Folder} ({ExceptionType}). Its files are kept.")]
        public static partial void Failed(ILogger logger, string folder, string exceptionType);
    }
}
