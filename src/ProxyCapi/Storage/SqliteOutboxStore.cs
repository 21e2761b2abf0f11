using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>Keeps events in one SQLite file: dedupe and enqueue in one transaction, synced before anybody is told (design.md section 7).</summary>
/// <remarks>
/// <code>
///   enqueue, settle ─► StoreWriter (one thread, one connection, group commit) ─► outbox.db
///   peek, lease     ─► OutboxReader (its own connection, under the lease book's gate)
/// </code>
/// While the file cannot be written to, enqueueing and marking throw <see cref="StoreUnavailableException"/>; everything else is remembered and
/// written later. A full disk refuses what adds rows and goes on with the rest, so that it empties.
/// </remarks>
internal sealed partial class SqliteOutboxStore : IOutboxStore, IAsyncDisposable, IDisposable
{
    /// <summary>How many of the other lane's items give way at once.</summary>
    private const int EvictedAtOnce = 100;

    /// <summary>Ids are milliseconds with this many bits of room below: they grow over restarts, and over databases that were begun anew.</summary>
    private const int IdBits = 12;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EvictionTime = TimeSpan.FromSeconds(10);

    private readonly Func<DeliveryOptions> _options;
    private readonly ProxyCapiMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteOutboxStore> _logger;
    private readonly LaneDoorbells _doorbells;
    private readonly LeaseBook _leases;
    private readonly StoreMaintenance _maintenance;
    private readonly StoreAdmission _admission;
    private readonly StoreWriter _writer;
    private readonly StoreOpener _opener;
    private readonly SalvageOperation _salvage;
    private readonly ITimer _ticks;
    private volatile IReadOnlyList<LaneState> _state = [];

    public SqliteOutboxStore(
        StoreFolder folder, SqliteSettings settings, Func<DeliveryOptions> options, LaneDoorbells doorbells, ProxyCapiMetrics metrics, TimeProvider time, ILogger<SqliteOutboxStore> logger)
    {
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _doorbells = doorbells;
        _leases = new LeaseBook(time);
        var ballast = new Ballast(folder);
        _maintenance = new StoreMaintenance(folder, ballast, options, settings.FreeSpace, doorbells, metrics, time);
        _admission = new StoreAdmission(options, _maintenance);
        _opener = new StoreOpener(folder, settings, () => options().EncryptionKeys, IsHeld, time, logger);
        _writer = new StoreWriter(_opener, ballast, _maintenance, metrics, time, logger, exchange: UnderGate);
        _salvage = new SalvageOperation(folder, settings, this, options, doorbells, metrics, time, logger);
        metrics.ObserveStore(() => UsedBytes, () => Status.IsSuspended ? 0 : 1);
        _ticks = time.CreateTimer(static state => ((SqliteOutboxStore)state!).Tick(), this, TickEvery, TickEvery);
    }

    /// <summary>How the store is.</summary>
    public StoreStatus Status => _writer.Status;

    /// <summary>Bytes of the database in use.</summary>
    public long UsedBytes => _maintenance.UsedBytes;

    /// <summary>Folders with damaged files that were set aside since the process started.</summary>
    public IReadOnlyList<string> SetAside => [.. _opener.SetAside];

    /// <summary>Whether what lies in a folder was in this process's database, and so was counted when it came in.</summary>
    public bool HasCounted(string aside) => SetAside.Skip(_writer.SetAsideBeforeOpened).Contains(aside, StringComparer.Ordinal);

    /// <summary>How many those are.</summary>
    public int SetAsideCount => _opener.SetAside.Count;

    /// <summary>A large file is opened or looked through: new events go to memory meanwhile.</summary>
    public bool IsChecking => _writer.IsChecking;

    /// <summary>Nobody knows yet what is in the file: it may know an order that memory takes for new.</summary>
    public bool IsOpening => Status.IsOpening || (IsChecking && _writer.Session is null);

    /// <summary>Leases that may be in force: each look into a lane reads as many rows more.</summary>
    public int Leases => _leases.Count;

    /// <summary>Whether money may be written: the disk keeps its floor, the file its quota.</summary>
    public bool HasRoom => _admission.HasRoom && !(_writer.Session is { } session && _admission.IsLong(session));

    /// <exception cref="StoreUnavailableException">It cannot be stored now.</exception>
    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken) => EnqueueAsync(item, new EnqueueAttempt());

    /// <summary>The same.</summary>
    /// <param name="item">The item.</param>
    /// <param name="attempt">Has the number that was given to it, should the attempt fail.</param>
    /// <exception cref="StoreUnavailableException">It cannot be stored now; whether it was may be unknown.</exception>
    public async ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, EnqueueAttempt attempt) => IsChecking
        ? throw new StoreUnavailableException(StoreTrouble.None)
        : await EnqueueAsync(new LeasedItem(0, item), _time.GetUtcNow(), attempt);

    /// <summary>Stores an item that already has a history, from memory. Where a row of its order is there, that row has the history.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be stored now.</exception>
    public async Task<EnqueueResult> EnqueueAsync(LeasedItem row, DateTimeOffset due, EnqueueAttempt attempt)
    {
        var enqueue = new EnqueueWork(row, SeenKey.Of(row.Item), due, attempt, this);
        var work = new StoreWork<EnqueueResult?>(enqueue.Apply) { Bytes = row.Item.Payload.Length, Grows = true, OnCommitted = enqueue.Committed };
        return await _writer.RunAsync(work) ?? throw new StoreUnavailableException(StoreTrouble.Full);
    }

    /// <summary>Stores an item that has ended as a dead letter in memory.</summary>
    public async Task BuryAsync(OutboxItem item, DeadLetter letter)
    {
        var id = 0L;
        await _writer.RunAsync(new StoreWork<bool>(session =>
        {
            if (id != 0 && session.Ask(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM item WHERE id = {id}")) > 0)
            {
                // A commit whose end nobody knew had come through after all.
                return true;
            }

            id = id != 0 ? id : NextId(session);
            session.LastId = Math.Max(session.LastId, id);
            session.Statements.Insert(new LeasedItem(id, item), SeenKey.Of(item), item.EventTime, session.Keys.Current);
            session.Statements.DeadLetter([id], letter, _time.GetUtcNow());
            return true;
        })
        { Grows = true });
    }

    /// <summary>
    /// Remembers orders that have reached an end while the file could not be written to. Where a commit whose end nobody knew had come through
    /// after all, its row has ended with them.
    /// </summary>
    public Task RememberAsync(IReadOnlyList<(byte[] Key, DateTimeOffset Expires)> seen) =>
        _writer.RunAsync(new StoreWork<bool>(session =>
        {
            foreach (var (key, expires) in seen)
            {
                if (!session.Statements.TryRemember(key, 0, _maintenance.Retention.Now, expires))
                {
                    session.Rows -= session.Statements.DeleteSeenAs(key);
                }
            }

            return true;
        })
        { Grows = true });

    /// <summary>Looks after the store as it does each second; ends when that is done and nothing is being brought back from damaged files.</summary>
    public async Task LookAfterAsync()
    {
        await _writer.TickAsync();
        await _salvage.IdleAsync();
    }

    /// <summary>Brings everything that is committed into the database's own file.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be done now.</exception>
    public Task FlushAsync() => _writer.FlushAsync();

    /// <summary>Runs a change of another part of this room, which may add rows.</summary>
    public Task<T?> WriteAsync<T>(Func<StoreSession, T> change) => _writer.RunAsync(new StoreWork<T>(change) { Grows = true });

    /// <summary>
    /// Whether the order was seen, as far as the file can be read: for the time in which it cannot be written to.
    /// </summary>
    public bool? WasSeen(OutboxItem item)
    {
        var key = SeenKey.Of(item);
        return Read<bool?>(reader => reader.WasSeen(key, _maintenance.Retention.Now), otherwise: null);
    }

    public ValueTask<LaneOutlook> PeekAsync(string pixel, Lane lane, int upTo) => ValueTask.FromResult(Read(
        reader =>
        {
            var now = _time.GetUtcNow();
            var due = reader.Ready(pixel, lane, now, upTo + _leases.Count);
            var (next, leaseEnd) = (reader.NextDue(pixel, lane, now), due.Min(_leases.EndOf));
            return new LaneOutlook(Math.Min(due.Count(id => !_leases.IsHeld(id)), upTo), next is null || leaseEnd < next ? leaseEnd ?? next : next);
        },
        otherwise: new LaneOutlook(0, _time.GetUtcNow() + TickEvery)));

    public async ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request)
    {
        var (leased, unreadable) = Read(reader => Lease(reader, request), otherwise: ([], []));
        if (unreadable.Count > 0)
        {
            await BuryUnreadableAsync(unreadable);
        }

        return leased;
    }

    /// <exception cref="StoreUnavailableException">It cannot be noted. The lease goes on: a commit of which nobody knows may have noted it after all.</exception>
    public async ValueTask MarkPostingAsync(IReadOnlyList<long> ids) => await _writer.RunAsync(new StoreWork<bool>(session =>
    {
        session.Statements.MarkPosting(ids, _time.GetUtcNow());
        return true;
    })
    {
        // Whoever posts an item also ends it: no clock takes it away from them, not even if the database is opened again meanwhile.
        OnCommitted = _ => UnderGate(() => _leases.HoldUntilReleased(ids)),
    });

    public ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, Acceptance acceptance) => SettleAsync(
        ids, (session, now) => session.Rows -= session.Statements.Acknowledge(ids, acceptance, keep: _options().AcceptedRetention > TimeSpan.Zero, now));

    public ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking) => SettleAsync(ids, (session, now) => session.Statements.Park(ids, parking, now));

    public ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter letter) =>
        SettleAsync(ids, (session, now) => session.Rows -= session.Statements.DeadLetter(ids, letter, now));

    public ValueTask<IReadOnlyList<LaneState>> GetStateAsync()
    {
        // A look at every row: it has a connection of its own and keeps nobody waiting who sends.
        lock (_writer.OverviewGate)
        {
            _state = Ask<IReadOnlyList<LaneState>>(session => session.Overview.Lanes(), otherwise: _state);
        }

        return ValueTask.FromResult(_state);
    }

    /// <summary>
    /// The process ends: from now on every event is taken that fits on the disk in any way, with the room of the ballast too. What is not on the disk
    /// at the end is lost; what is, the next start delivers.
    /// </summary>
    public Task PrepareToCloseAsync()
    {
        _admission.LastCall();
        return _writer.GiveUpReserveAsync();
    }

    /// <summary>Writes what waits and closes the file; everything in it is there at the next start.</summary>
    public async ValueTask<IReadOnlyList<OutboxItem>> CloseAsync()
    {
        await DisposeAsync();
        return [];
    }

    public async ValueTask DisposeAsync()
    {
        await _ticks.DisposeAsync();
        await _salvage.DisposeAsync();
        await _writer.DisposeAsync();
    }

    /// <summary>For containers that are not disposed asynchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Tick()
    {
        _ = _writer.TickAsync();
        UnderGate(_leases.DropEnded);
        _salvage.StartIfNeeded();
    }

    /// <summary>A settlement happens for certain; the lease ends when it is on disk.</summary>
    private async ValueTask SettleAsync(IReadOnlyList<long> ids, Action<StoreSession, DateTimeOffset> change)
    {
        var now = _time.GetUtcNow();
        var (isCommitted, isLate) = (false, false);
        UnderGate(() => _leases.HoldUntilReleased(ids));
        try
        {
            await _writer.RunAsync(new StoreWork<bool>(session =>
            {
                change(session, now);
                return true;
            })
            {
                IsSettlement = true,
                OnCommitted = _ =>
                {
                    UnderGate(() =>
                    {
                        _leases.Release(ids);
                        isCommitted = true;
                    });
                    if (isLate)
                    {
                        // Whoever settled has long gone on: what is free again now has to be told.
                        _doorbells.RingAll();
                    }
                },
            });
            UnderGate(() => isLate = !isCommitted);
        }
        catch
        {
            UnderGate(() => _leases.Release(ids));
            throw;
        }
    }

    private (IReadOnlyList<LeasedItem> Leased, List<long> Unreadable) Lease(OutboxReader reader, LeaseRequest request)
    {
        var (leased, unreadable) = (new List<LeasedItem>(), new List<long>());
        var keys = _writer.Session!.Keys;
        Take(reader, request, keys, leased, unreadable);

        // Only now: a damage that was met midway gives nothing to anybody.
        foreach (var id in leased.Select(item => item.Id).Concat(unreadable))
        {
            _leases.Hold(id, request.Duration);
        }

        return (leased, unreadable);
    }

    private void Take(OutboxReader reader, LeaseRequest request, DataKeyRing keys, List<LeasedItem> leased, List<long> unreadable)
    {
        var bytes = 0L;
        reader.Take(request.Pixel, request.Lane, _time.GetUtcNow(), request.MaxCount + _leases.Count, _leases.IsHeld, row =>
        {
            var isAlone = row.Attempts >= request.AloneFrom;
            if (isAlone && leased.Count > 0)
            {
                return true;
            }

            if (row.Open(keys) is not { } item)
            {
                unreadable.Add(row.Id);
                return true;
            }

            bytes += row.Size;
            if (leased.Count > 0 && bytes > request.MaxBytes)
            {
                return false;
            }

            leased.Add(item);
            return leased.Count < request.MaxCount && !isAlone;
        });
    }

    private async Task BuryUnreadableAsync(List<long> ids)
    {
        var lost = Read(reader => reader.NamesOf(ids), otherwise: []);
        await DeadLetterAsync(ids, new DeadLetter(EventReason.Undecryptable));
        Log.Undecryptable(_logger, ids.Count);
        foreach (var (pixel, eventName) in lost)
        {
            _metrics.EventEnded(eventName, pixel, EventReason.Undecryptable);
            _metrics.DeadLettered(pixel, new DeadLetter(EventReason.Undecryptable));
        }
    }

    /// <summary>Asks the reader; what cannot be read now is answered otherwise, and the writer looks into it.</summary>
    private T Read<T>(Func<OutboxReader, T> ask, T otherwise)
    {
        lock (_leases.Gate)
        {
            return Ask(session => ask(session.Reader), otherwise);
        }
    }

    private T Ask<T>(Func<StoreSession, T> ask, T otherwise)
    {
        if (_writer.Session is not { } session)
        {
            return otherwise;
        }

        try
        {
            return ask(session);
        }
        catch (SqliteException exception)
        {
            var trouble = StoreTroubles.Of(exception);
            _metrics.StoreFailed(StoreTroubles.Tag(trouble));
            if (exception.SqliteErrorCode == StoreTroubles.NoSuchTable)
            {
                _writer.Report(StoreTrouble.Damaged);
            }
            else if (trouble is StoreTrouble.Damaged or StoreTrouble.Io)
            {
                _writer.Report(trouble);
            }

            return otherwise;
        }
    }

    private bool IsHeld(long id)
    {
        lock (_leases.Gate)
        {
            return _leases.IsHeld(id);
        }
    }

    private void UnderGate(Action action)
    {
        lock (_leases.Gate)
        {
            action();
        }
    }

    /// <summary>When an id was made, about: where the clock stood still or was set back, ids went on.</summary>
    public static DateTimeOffset TimeOf(long id) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(id >> IdBits, 0, OutboxStatements.LatestTime));

    private long NextId(StoreSession session) => Math.Max(session.LastId + 1, _time.GetUtcNow().ToUnixTimeMilliseconds() << IdBits);

    private static partial class Log
    {
        [LoggerMessage(1720, LogLevel.Error, "{Count} events in the outbox cannot be opened: their bytes are damaged or their key is gone. They are kept as dead letters.")]
        public static partial void Undecryptable(ILogger logger, int count);
    }
}
