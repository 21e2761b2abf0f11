using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// The one thread that writes. It takes whatever waits into one transaction (group commit): there is no linger, the running sync is the linger.
/// </summary>
/// <remarks>
/// <code>
///   work ─► [channel] ─► BEGIN · what could not be settled before · the group · COMMIT ─► tasks complete
///                              │ full: refuse what adds rows, give up      │ damaged: set aside, begin anew, once more
///                              │ the ballast for the rest, once more       └ else: refuse, look again in a moment
///                              │ I/O error: close, open, once more
/// </code>
/// </remarks>
internal sealed partial class StoreWriter : IAsyncDisposable
{
    private const int MaxGroup = 512;
    private const int MaxGroupBytes = 1024 * 1024;
    private const int MaxAttempts = 4;
    private const int GrowthBytes = 256 * 1024;

    private static readonly TimeSpan FirstSuspension = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastSuspension = TimeSpan.FromSeconds(15);

    private readonly Channel<StoreWork> _work = Channel.CreateUnbounded<StoreWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<StoreWork> _unsettled = [];
    private readonly StoreOpener _opener;
    private readonly Ballast _ballast;
    private readonly StoreMaintenance _maintenance;
    private readonly ProxyCapiMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<Action> _exchange;
    private readonly Task _thread;
    private StoreSession? _session;
    private long _highestId;
    private TimeSpan _suspension = FirstSuspension;
    private long _suspendedAt;
    private volatile StoreStatus _status = StoreStatus.Opening;

    public StoreWriter(StoreOpener opener, Ballast ballast, StoreMaintenance maintenance, ProxyCapiMetrics metrics, TimeProvider time, ILogger logger, Action<Action> exchange)
    {
        _exchange = exchange;
        _opener = opener;
        _ballast = ballast;
        _maintenance = maintenance;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _thread = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How the store is.</summary>
    public StoreStatus Status => _status;

    /// <summary>The open database, for readers; <see langword="null"/> while there is none. Use it under <see cref="LeaseBook.Gate"/>.</summary>
    public StoreSession? Session { get; private set; }

    /// <summary>Held while <see cref="StoreSession.Overview"/> is asked, and while the session is exchanged.</summary>
    public Lock OverviewGate { get; } = new();

    /// <summary>A large file is opened or looked through: whoever has a new event need not wait for that.</summary>
    public bool IsChecking => _isChecking;

    /// <summary>Settlements that are remembered and not yet on disk.</summary>
    public int Unsettled => Volatile.Read(ref _unsettledCount);

    private int _unsettledCount;
    private volatile StoreTrouble _reported;
    private volatile bool _isReserveFree;
    private volatile bool _isChecking;
    private bool _wasOpened;
    private int _setAsideBeforeOpened;
    private bool _isLogInDoubt;

    /// <summary>How many of the folders that this process set aside hold what it has never had in a database of its own.</summary>
    public int SetAsideBeforeOpened
    {
        get => Volatile.Read(ref _setAsideBeforeOpened);
        private set => Volatile.Write(ref _setAsideBeforeOpened, value);
    }

    /// <summary>The files were deleted, and what is open of them could not be written anew: nothing that is written to it would be found again.</summary>
    private bool _isGone;

    /// <summary>Has a change written.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written to now; the change did not happen.</exception>
    public Task<T?> RunAsync<T>(StoreWork<T> work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            work.Failed(new StoreUnavailableException(StoreTrouble.InUse));
        }

        return work.Done;
    }

    /// <summary>A reader has met damage, or an error of the disk's: the writer looks for itself.</summary>
    public void Report(StoreTrouble trouble)
    {
        _reported = trouble;
        _ = TickAsync();
    }

    /// <summary>Looks after the store; called once a second.</summary>
    /// <returns>Ends when it has been done.</returns>
    public Task TickAsync()
    {
        var tick = new TickWork();
        return _work.Writer.TryWrite(tick) ? tick.Done : Task.CompletedTask;
    }

    /// <summary>Brings everything that is committed from the log into the database.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be done now.</exception>
    public Task FlushAsync()
    {
        var tick = new TickWork { Flushes = true };
        return _work.Writer.TryWrite(tick) ? tick.Done : Task.FromException(new StoreUnavailableException(StoreTrouble.InUse));
    }

    /// <summary>Gives up the ballast of a full disk for new events, since the process ends.</summary>
    /// <returns>Ends when it has been done.</returns>
    public Task GiveUpReserveAsync()
    {
        _isReserveFree = true;
        return TickAsync();
    }

    /// <summary>Writes what waits and closes the database in order.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _thread;
    }

    private void Run()
    {
        var (group, ticks) = (new List<StoreWork>(), new List<TickWork>());
        TryOpen();
        while (WaitForWork())
        {
            TakeGroup(group, ticks);
            try
            {
                if (_status.Trouble == StoreTrouble.Full)
                {
                    RefuseGrowing(group);
                }

                if (group.Count > 0)
                {
                    Commit(group);
                }

                if (ticks.Count > 0)
                {
                    LookAfter();
                    ticks.FindAll(tick => tick.Flushes).ForEach(Flush);
                }
            }
            catch (Exception exception)
            {
                // Whatever it was: a writer that dies would take every event with it (style.md trap 10).
                _metrics.Failed("storage");
                Log.WriterFailed(_logger, exception.GetType().Name);
                _session?.RollBack();
                Refuse(group, exception);
                ticks.FindAll(tick => tick.Flushes).ForEach(tick => tick.Failed(new StoreUnavailableException(_status.Trouble, exception)));
            }

            ticks.ForEach(tick => tick.Committed());
            ticks.Clear();
            group.Clear();
        }

        Close();
    }

    private bool WaitForWork() => _work.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Takes what waits, up to a group's size; the tick is not part of it.</summary>
    private void TakeGroup(List<StoreWork> group, List<TickWork> ticks)
    {
        var bytes = 0;
        while (group.Count < MaxGroup && bytes < MaxGroupBytes && _work.Reader.TryRead(out var work))
        {
            if (work is TickWork tick)
            {
                ticks.Add(tick);
                continue;
            }

            group.Add(work);
            bytes += work.Bytes;
        }
    }

    private void Commit(List<StoreWork> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!IsOpen())
            {
                Refuse(group);
                return;
            }

            try
            {
                CommitOnce(_session!, group);
                return;
            }
            catch (SqliteException exception) when (StoreTroubles.Of(exception) is var trouble and not StoreTrouble.None)
            {
                _session!.RollBack();
                if (trouble == StoreTrouble.Full && HasRefusedGrowth(group, exception))
                {
                    if (group.Count + _unsettled.Count == 0)
                    {
                        return;
                    }
                }
                else if (attempt == MaxAttempts || !TryMend(trouble))
                {
                    Suspend(trouble, exception);
                    Refuse(group);
                    return;
                }
            }
            catch (StoreUnavailableException exception)
            {
                // One of the group found no room: the others may do.
                _session!.RollBack();
                Apart(group, exception);
                return;
            }
            catch (Exception exception)
            {
                // No memory too: a transaction that stays open would stop everything that comes after it.
                _session!.RollBack();
                if (exception is SqliteException { SqliteErrorCode: StoreTroubles.NoSuchTable })
                {
                    _reported = StoreTrouble.Damaged;
                }

                Apart(group, exception);
                return;
            }
        }
    }

    private void CommitOnce(StoreSession session, List<StoreWork> group)
    {
        var started = _time.GetTimestamp();
        session.Begin();
        var settled = _unsettled.FindAll(work => TryApply(work, session));
        foreach (var work in group)
        {
            work.Apply(session);
        }

        // Compared with what is on disk: a change that is made a second time has its id from the first.
        if (session.LastId != session.CommittedId)
        {
            session.Statements.NoteLastId(session.LastId);
        }

        session.Commit();
        session.CommittedId = session.LastId;
        _metrics.Committed(group.Count, _time.GetElapsedTime(started));
        _maintenance.Committed(_unsettled.Count + group.Count);
        Succeeded(group.Exists(work => work.Grows));
        settled.ForEach(work => work.Committed());
        _unsettled.RemoveAll(settled.Contains);
        _unsettledCount = _unsettled.Count;
        group.ForEach(work => work.Committed());
    }

    /// <summary>A settlement that fails by itself keeps nobody else from being written. What it has done of its work it does not do twice.</summary>
    private static bool TryApply(StoreWork settlement, StoreSession session)
    {
        try
        {
            settlement.Apply(session);
            return true;
        }
        catch (Exception exception) when (exception is not SqliteException sqlite || StoreTroubles.Of(sqlite) == StoreTrouble.None)
        {
            // It was logged when it failed first, and stays.
            return false;
        }
    }

    /// <summary>One of several changes is at fault: each has its own transaction, and its own fate.</summary>
    private void Apart(List<StoreWork> group, Exception exception)
    {
        if (group.Count == 1)
        {
            if (group[0].IsSettlement || exception is not StoreUnavailableException)
            {
                Log.WorkFailed(_logger, exception.GetType().Name);
            }

            Refuse(group, exception);
            return;
        }

        foreach (var work in group)
        {
            Commit([work]);
        }
    }

    private void Refuse(List<StoreWork> group) => Refuse(group, new StoreUnavailableException(_status.Trouble));

    private void Refuse(List<StoreWork> group, Exception exception)
    {
        foreach (var work in group.Where(work => !work.IsDone))
        {
            if (work.IsSettlement)
            {
                _unsettled.Add(work);
                _unsettledCount = _unsettled.Count;
                work.Remembered();
            }
            else
            {
                work.Failed(exception);
            }
        }
    }

    /// <summary>The disk is full: what adds rows is refused, since the ballast is for what empties it.</summary>
    /// <returns>Whether there was any.</returns>
    private bool HasRefusedGrowth(List<StoreWork> group, Exception exception)
    {
        var hasGrowth = group.Exists(work => work.Grows);
        if (hasGrowth || !_status.IsSuspended)
        {
            Drain(exception);
        }

        RefuseGrowing(group);
        return hasGrowth;
    }

    private void RefuseGrowing(List<StoreWork> group)
    {
        foreach (var work in group)
        {
            if (work.Grows)
            {
                work.Failed(new StoreUnavailableException(_status.Trouble));
            }
        }

        group.RemoveAll(work => work.Grows);
    }

    private void Close()
    {
        try
        {
            if (_session is { } open && (_isGone || _opener.IsGone()))
            {
                TryRescue(open);
            }

            if (_unsettled.Count > 0)
            {
                // Opened once more for it, if it is not open.
                _suspension = TimeSpan.Zero;
                Commit([new StoreWork<bool>(Touch)]);
            }

            // The commit may have closed it, or have opened another.
            if (_session is { } session && !_isGone)
            {
                _maintenance.Close(session);
            }
        }
        catch (Exception exception)
        {
            // Whatever it was, memory has to be counted after this.
            Log.NotClosedInOrder(_logger, exception.GetType().Name);
        }

        Leave();
        _opener.Dispose();
    }

    /// <summary>Stands in the queue for "look after the store".</summary>
    private sealed class TickWork : StoreWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether the log is to be brought into the database too.</summary>
        public bool Flushes { get; init; }

        public Task Done => _done.Task;

        public override bool IsDone => _done.Task.IsCompleted;

        public override void Apply(StoreSession session)
        {
        }

        public override void Committed() => _done.TrySetResult();

        public override void Remembered()
        {
        }

        public override void Failed(Exception exception) => _done.TrySetException(exception);
    }

    private static partial class Log
    {
        [LoggerMessage(1710, LogLevel.Error, "The outbox cannot be written to ({Trouble}, {ExceptionType}): new events wait in memory only. {Cure}")]
        public static partial void Suspended(ILogger logger, string trouble, string cure, string exceptionType);

        [LoggerMessage(1715, LogLevel.Error,
            "The disk of the outbox is so full that not even a delivery can be noted: what is on it is not sent until there is room.")]
        public static partial void Stuck(ILogger logger);

        [LoggerMessage(1711, LogLevel.Information, "The outbox can be written to again, after {Duration}.")]
        public static partial void Recovered(ILogger logger, TimeSpan duration);

        [LoggerMessage(1712, LogLevel.Error, "The writer of the outbox failed ({ExceptionType}) and goes on. Please report it.")]
        public static partial void WriterFailed(ILogger logger, string exceptionType);

        [LoggerMessage(1713, LogLevel.Error, "A change of the outbox failed ({ExceptionType}). Please report it.")]
        public static partial void WorkFailed(ILogger logger, string exceptionType);

        [LoggerMessage(1714, LogLevel.Warning, "The outbox could not be closed in order ({ExceptionType}); the next start checks it.")]
        public static partial void NotClosedInOrder(ILogger logger, string exceptionType);
    }
}
