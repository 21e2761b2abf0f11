using System.Globalization;
using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// Brings back what can be read of databases that were set aside, in the background. A folder that is done is marked, so that a crash in between
/// goes on at the next start; what is brought back twice is recognised by its key. The files stay.
/// </summary>
internal sealed partial class SalvageOperation(
    StoreFolder folder, SqliteSettings settings, SqliteOutboxStore store, Func<DeliveryOptions> options, LaneDoorbells doorbells, ProxyCapiMetrics metrics, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const string Done = "salvaged";
    private const int BroughtAtOnce = 200;

    private static readonly TimeSpan MomentaryPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private int _knownSetAside;
    private long _notBefore = long.MinValue;
    private Task _running = Task.CompletedTask;
    private volatile bool _isDisposed;

    /// <summary>Starts if there is anything to salvage and nothing runs. Called from one timer.</summary>
    public void StartIfNeeded()
    {
        if (_isDisposed || !_running.IsCompleted || store.Status.IsSuspended || store.Status.IsOpening || time.GetTimestamp() < _notBefore)
        {
            return;
        }

        // Counted first: what is set aside while the folder is read may or may not be found.
        _knownSetAside = store.SetAsideCount;
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
            return folder.SetAside(StoreFolder.DamagedDatabase)
                .FindAll(aside => !_failed.Contains(aside) && File.Exists(DatabaseIn(aside)) && !File.Exists(Path.Combine(aside, Done)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private async Task RunAsync(List<string> asides)
    {
        try
        {
            // What each knows first, and the latest first of all: a row must not be taken for one that waits that a later database had delivered.
            var readable = new List<string>();
            foreach (var aside in Enumerable.Reverse(asides))
            {
                if (await TryAsync(aside, RememberAsync))
                {
                    readable.Add(aside);
                }
            }

            foreach (var aside in readable)
            {
                await TryAsync(aside, SalvageAsync);
            }
        }
        catch (StoreUnavailableException)
        {
            // The disk is full, say, and what is brought back has to be written; or there is a later database now that knows better. All of it begins
            // again when that is possible: none may be brought back before the later ones are known.
        }
        catch (Exception exception) when (StoreTroubles.IsMomentary(exception))
        {
            // Another program looks at one of them, say: none is brought back without what the others know, and none is given up for it.
            _notBefore = time.GetTimestamp() + (long)(MomentaryPause.TotalSeconds * time.TimestampFrequency);
            Log.Postponed(logger, exception.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // The next start goes on.
        }
    }

    private async Task<bool> TryAsync(string aside, Func<string, Task> work)
    {
        try
        {
            await work(aside);
            return true;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException or StoreUnavailableException) && !StoreTroubles.IsMomentary(exception))
        {
            // Whatever it was: what is not brought back here lies in its folder, and the store has to go on and be closed. It is not tried over and
            // over; the next start tries again.
            _failed.Add(aside);
            Log.Failed(logger, aside, exception.GetType().Name);
            return false;
        }
    }

    /// <summary>
    /// Changes the database that this run began with. Where it was set aside in the meantime, the change would be made in the next one, which knows
    /// nothing yet of what this one had noted.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It cannot be written now, or was set aside.</exception>
    private Task<T?> WriteAsync<T>(Func<StoreSession, T> change) => store.WriteAsync(session => store.SetAsideCount == _knownSetAside
        ? change(session)
        : throw new StoreUnavailableException(StoreTrouble.Damaged));

    private async Task RememberAsync(string aside)
    {
        using var connection = SqliteConnections.OpenReader(DatabaseIn(aside), settings);
        using var table = new DamagedTable(connection);
        await ForEachAsync(table.Late(), (session, late) => session.Statements.NoteLate(late));
        await ForEachAsync(table.BroughtBack(), (session, part) => session.Statements.NoteBroughtBack(part.Folder, part.Through));

        // An order that is told again in the meantime is recognised.
        await ForEachAsync(table.Seen(), (session, known) => session.Statements.TryRemember(known.Key, known.Item, time.GetUtcNow(), known.Expires));
    }

    private async Task SalvageAsync(string aside)
    {
        using var connection = SqliteConnections.OpenReader(DatabaseIn(aside), settings);
        using var table = new DamagedTable(connection);
        var name = Path.GetFileName(aside);
        var found = 0;

        // How far it has come stands in the same transaction: a row that was brought back, and sent, and is gone, does not come again.
        var after = await WriteAsync(session => session.Statements.BroughtBack(name));
        foreach (var rows in table.Rows(after).Chunk(BroughtAtOnce))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            var (brought, waiting) = await WriteAsync(session =>
            {
                session.Statements.NoteBroughtBack(name, rows[^1].Row.Id);
                return BringBack(session, rows);
            });
            found += brought;
            metrics.Salvaged(brought);
            if (!store.HasCounted(aside))
            {
                // They come from another process, as those do that it left in a file in order.
                metrics.Restored(waiting);
            }

            doorbells.RingAll();
        }

        // What stands in the last commit of the log alone is lost without a trace if the log is damaged there; and of a folder that is done nothing is
        // brought back any more.
        await store.FlushAsync();
        Note(aside, found);
        Log.Salvaged(logger, found, aside);
    }

    private (int Brought, int Waiting) BringBack(StoreSession session, (SealedRow Row, byte[] SeenKey)[] rows)
    {
        var (now, current, brought, waiting) = (time.GetUtcNow(), options(), 0, 0);
        foreach (var row in rows)
        {
            if (session.Statements.BringBack(row, keep: current.AcceptedRetention > TimeSpan.Zero, now, now + current.DedupeWindow) is { } state)
            {
                brought++;
                waiting += state == ItemState.Waiting ? 1 : 0;
            }
        }

        session.Rows += waiting;
        return (brought, waiting);
    }

    private async Task ForEachAsync<T>(IEnumerable<T> found, Action<StoreSession, T> change)
    {
        foreach (var part in found.Chunk(BroughtAtOnce))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            await WriteAsync(session =>
            {
                Array.ForEach(part, one => change(session, one));
                return part.Length;
            });
        }
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

        [LoggerMessage(1732, LogLevel.Warning, "Damaged files that were set aside cannot be looked at now ({ExceptionType}): another program holds a lock on them, or the disk is full. It is tried again.")]
        public static partial void Postponed(ILogger logger, string exceptionType);

        [LoggerMessage(1731, LogLevel.Error, "Nothing more could be brought back from {Folder} ({ExceptionType}). Its files are kept.")]
        public static partial void Failed(ILogger logger, string folder, string exceptionType);
    }
}
