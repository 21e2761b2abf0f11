using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProxyCapi.Diagnostics.Books;

namespace ProxyCapi.Storage;

/// <summary>Brings the books to disk every few seconds and at the stop. What the disk does not take waits in memory: a handful of numbers.</summary>
internal sealed partial class BooksKeeper(ConversionBooks books, BooksFile file, TimeProvider time, ILogger<BooksKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _writing = new();
    private bool _hasFailed;

    /// <summary>Brings to disk what was counted until now; asked for before each report.</summary>
    public void Write()
    {
        lock (_writing)
        {
            var lines = books.Take();
            if (lines.Count == 0)
            {
                return;
            }

            try
            {
                file.Add(lines, time.GetUtcNow());
                _hasFailed = false;
            }
            catch (Exception exception)
            {
                // Whatever it was: counts are kept, and no count ends a process (style.md trap 10).
                books.GiveBack(lines);
                Failed(exception);
            }
        }
    }

    // The last counts are those of the events that the sender's stop ends: this is registered before it, and so stopped after it.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Write();
            }
        }
        catch (OperationCanceledException)
        {
            // The stop writes the rest.
        }
    }

    private void Failed(Exception exception)
    {
        const int Damaged = 11, NoDatabase = 26;
        if (exception is SqliteException { SqliteErrorCode: Damaged or NoDatabase } && TrySetAside())
        {
            Log.SetAside(logger);
            return;
        }

        if (!_hasFailed)
        {
            _hasFailed = true;
            Log.NotWritten(logger, exception is SqliteException sqlite ? $"SQLite {sqlite.SqliteErrorCode}" : exception.GetType().Name);
        }
    }

    private bool TrySetAside()
    {
        try
        {
            file.SetAside(time.GetUtcNow());
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1560, LogLevel.Warning, "The books (books.db) cannot be written ({Trouble}): reports lack the newest counts until they can. Events are not concerned.")]
        public static partial void NotWritten(ILogger logger, string trouble);

        [LoggerMessage(1561, LogLevel.Warning, "The books (books.db) were damaged and set aside; reports begin anew. Events are not concerned.")]
        public static partial void SetAside(ILogger logger);
    }
}
