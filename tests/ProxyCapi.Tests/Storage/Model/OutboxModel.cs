using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>
/// Everybody who knows of the outbox's events, and what they may expect of it: the invariants of delivery.md section 7. Each step is checked against
/// what is committed.
/// </summary>
/// <remarks>
/// I1 no loss, I2 no needless repeat, I3 an order is taken once, I4 everything adds up, I5 no event at another's pixel, I7 nothing readable on the
/// disk, I8 memory keeps its bound. I6 (the shop's answers) is not the outbox's.
/// </remarks>
internal sealed partial class OutboxModel : IAsyncDisposable
{
    private const int MaxQueueLength = 10;
    private const int MemoryOverhead = 512;
    private const int ShortestPayload = 44;
    private const int LargestGroup = 3;
    private const int MaxMemoryBytes = 5 * 700;

    /// <summary>What memory brings to the disk is committed at once.</summary>
    private const int LargestCommit = MaxMemoryBytes / (MemoryOverhead + ShortestPayload);
    private const string Marker = "buyer-marker";

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly ModelFaults _faults;
    private readonly StoreHarness _harness;
    private readonly bool _isHolding;
    private readonly List<ModelEvent> _events = [];
    private readonly Dictionary<string, ModelEvent> _latest = [];

    /// <summary>Everything that was ever told, whatever was answered.</summary>
    private readonly Dictionary<string, OutboxItem> _offered = [];
    private readonly List<ModelClaim> _claims = [];
    private readonly HashSet<string> _hopeless = [];
    private DiskSnapshot _disk = null!;
    private int _told;
    private bool _isDamaged;
    private bool _wasInMemory;

    private OutboxModel(StoreHarness harness, ModelFaults faults, bool isHolding) => (_harness, _faults, _isHolding) = (harness, faults, isHolding);

    private DateTimeOffset Now => _harness.Time.GetUtcNow();

    /// <param name="isHolding">Whether what is in doubt is never sent again (<see cref="InDoubtPolicy.Hold"/>).</param>
    /// <param name="keepsAccepted">Whether accepted rows are kept.</param>
    public static async Task<OutboxModel> OpenAsync(bool isHolding, bool keepsAccepted)
    {
        var faults = new ModelFaults();
        var harness = await StoreHarness.OpenAsync(
            settings: faults.Settings,
            isInMemory: true,
            configure: options =>
            {
                options.DedupeWindow = Window;
                options.MaxQueueLength = MaxQueueLength;
                options.MaxMemoryBytes = MaxMemoryBytes;
                options.AcceptedRetention = keepsAccepted ? TimeSpan.FromDays(30) : TimeSpan.Zero;
            });
        return new OutboxModel(harness, faults, isHolding) { _disk = DiskSnapshot.Take(harness.Folder, harness.Settings, new HashSet<string>()) };
    }

    public async Task RunAsync(IReadOnlyList<OutboxStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                _faults.HasStruck = false;
                await DoAsync(steps[i]);
                await CheckAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Step {i}, {steps[i]}: {exception.Message}", exception);
            }
        }

        await EndAsync();
    }

    public ValueTask DisposeAsync()
    {
        _faults.Clear();
        return _harness.DisposeAsync();
    }

    /// <summary>What is on the disk must be what its teller and its sender expect.</summary>
    private async Task CheckAsync()
    {
        // Whoever does not end the lease loses it.
        _claims.RemoveAll(claim => !claim.IsPosted && claim.Until <= Now);
        var before = _disk;
        _disk = DiskSnapshot.Take(_harness.Folder, _harness.Settings, _hopeless);
        FindRows(mayHaveComeThrough: _faults.HasStruck);
        if (_faults.HasStruck)
        {
            // Reopened in between: what was on its way may be taken for doubtful.
            foreach (var posted in _claims.Where(claim => claim.IsPosted).SelectMany(claim => claim.Events))
            {
                posted.MayDoubt = true;
            }
        }

        var memory = (await _harness.Memory.GetStateAsync()).Aggregate(new LaneState("", Lane.Money), (sum, lane) => sum.Plus(lane));
        _wasInMemory = memory.Count > 0;
        var isCrowded = IsCrowded(before);
        foreach (var known in _events)
        {
            Check(known, _disk.Rows.GetValueOrDefault(known.Row), mayGiveWay: known.Item.Lane == Lane.Other && (isCrowded || known.Row == 0), memory.Count > 0);
        }

        Must(_isDamaged || _harness.Disk.SetAside.Count == 0, "a sound file was set aside");
        Must(_disk.Open.GroupBy(row => row.Order).All(rows => rows.Count() == 1), "I3: an order waits twice");
        Must(await MemoryAsync() <= _harness.Options.MaxMemoryBytes, "I8: memory is beyond its bound");
        if (!_disk.IsBeingBroughtBack && memory.Count == 0)
        {
            var state = (await _harness.Store.GetStateAsync()).Aggregate(new LaneState("", Lane.Money), (sum, lane) => sum.Plus(lane));
            Must(state.Count == _disk.Open.Count(), "I4: the state's sum is not what is there");
        }
    }

    /// <summary>Whether an event of the other lane may have had to give way since the disk was as it was <paramref name="before"/>.</summary>
    private bool IsCrowded(DiskSnapshot before) =>
        Math.Max(before.Open.Count(), _disk.Open.Count()) > MaxQueueLength - LargestGroup || _wasInMemory || _faults.HasStruck;

    /// <summary>Bytes that memory counts. Of its dead letters it tells the number alone; all payloads are about as long.</summary>
    private async Task<long> MemoryAsync() =>
        (await _harness.Memory.GetStateAsync()).Sum(lane => lane.Bytes + (lane.Count * MemoryOverhead) + (lane.Dead * (MemoryOverhead + ShortestPayload)));

    /// <summary>Each row belongs to one event that was told.</summary>
    /// <param name="mayHaveComeThrough">A commit may have come through of which nobody was told: its event is owed like any other from now on.</param>
    private void FindRows(bool mayHaveComeThrough)
    {
        foreach (var row in _disk.Rows.Values.Where(row => row.EventId is not null))
        {
            var known = _events.Find(known => known.Item.EventId == row.EventId);
            if (known is null)
            {
                Must(mayHaveComeThrough && _offered.ContainsKey(row.EventId!), $"I3: row {row.Id} is nobody's: {row.EventId}");
                known = Remember(_offered[row.EventId!], _disk.IsBeingBroughtBack);
            }

            Must(known.Row == row.Id || !_disk.Rows.TryGetValue(known.Row, out var other) || other.EventId != row.EventId, $"I3: two rows of one event: {known}");
            known.Row = row.Id;
        }
    }

    private void Check(ModelEvent known, DiskSnapshot.Row? row, bool mayGiveWay, bool mayBeInMemory)
    {
        var isOpen = row is { State: ItemState.Waiting or ItemState.Posting };
        known.IsNoted |= _disk.Noted.Contains(known.Row);
        if (isOpen && known.MayComeBack)
        {
            (known.Phase, known.MayComeBack, known.MayDoubt) = (ModelPhase.Open, false, true);
        }

        switch (known.Phase)
        {
            case ModelPhase.Open when row is null && known.Row == 0 && mayBeInMemory:
            case ModelPhase.Open when row is null && _disk.IsBeingBroughtBack:
                break;
            case ModelPhase.Open when row is null && mayGiveWay && !IsHeld(known):
                known.Phase = ModelPhase.Gone;
                break;
            case ModelPhase.Open when row is null && known.IsRival:
                Must(_events.Exists(other => other != known && other.Order == known.Order && other.Phase != ModelPhase.Gone), $"I1: both are lost: {known}");
                known.Phase = ModelPhase.Gone;
                break;
            case ModelPhase.Open when row?.State == ItemState.Dead && known.IsRotten:
                (known.Phase, known.IsEndedOnDisk) = (ModelPhase.Dead, true);
                break;
            case ModelPhase.Open:
                Must(isOpen, $"I1: lost: {known}, its row is {row}");
                Must(!row!.IsInDoubt || known.MayDoubt, $"I2: in doubt without a reason: {known}");
                Must(row.IsInDoubt || row.State == ItemState.Posting || !(known.MustDoubt || known.IsPosted), $"I2: its doubt is forgotten: {known}");
                break;
            case ModelPhase.Accepted or ModelPhase.Dead when isOpen:
                // Remembered, and written when the disk allows it.
                Must(!known.IsEndedOnDisk, $"I2: came back to life: {known}");
                Must(_harness.Disk.Status.IsSuspended || _faults.HasStruck || known.IsPending, $"I2: its end is not written: {known}");
                known.IsPending = true;
                break;
            case ModelPhase.Accepted:
                Must(row is null or { State: ItemState.Accepted }, $"I4: accepted, and {row}");
                known.IsEndedOnDisk |= known.Row != 0 && !_disk.IsBeingBroughtBack;
                break;
            case ModelPhase.Dead when row is not null:
                known.IsEndedOnDisk = true;
                break;
            case ModelPhase.Dead:
                // An order that was told again in the meantime is known by its new event.
                Must(_disk.IsBeingBroughtBack || known.Row == 0 || _latest[known.Order] != known, $"I1: a dead letter is lost: {known}");
                break;
            default:
                Must(!isOpen, $"I1: came back to life: {known}");
                break;
        }
    }

    private bool IsHeld(ModelEvent known) => _claims.Any(claim => (claim.IsPosted || claim.Until > Now) && claim.Events.Contains(known));

    private static void Must(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
