using System.Text;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>The steps of those who tell and send.</summary>
internal sealed partial class OutboxModel
{
    private const int Orders = 12;

    private static readonly Acceptance Accepted = new("trace", []);

    private Task DoAsync(OutboxStep step)
    {
        _isDamaged |= step.Kind is OutboxStepKind.SetAside or OutboxStepKind.Damage or OutboxStepKind.Rot;
        return RunAsync(step);
    }

    private Task RunAsync(OutboxStep step) => step.Kind switch
    {
        OutboxStepKind.Append => AppendAsync(step.A, step.B),
        OutboxStepKind.Lease => LeaseAsync(step.A, 1 + (step.B % 4), TimeSpan.FromSeconds(step.B < 4 ? 5 : 25)),
        OutboxStepKind.Post => PostAsync(step.A, step.B % 2 == 1),
        OutboxStepKind.Settle => SettleAsync(step.A, step.B),
        OutboxStepKind.GiveBack => GiveBackAsync(step.A, step.B),
        OutboxStepKind.Pass => _harness.PassAsync(TimeSpan.FromSeconds(1 + step.A)),
        OutboxStepKind.Jump => JumpAsync(step.A == 7 && MayForget ? Window : TimeSpan.FromSeconds(30)),
        OutboxStepKind.Fail => FailAsync(step.A, step.B),
        OutboxStepKind.Full => FullAsync(true),
        OutboxStepKind.Free => FullAsync(false),
        OutboxStepKind.Reopen => ReopenAsync(),
        OutboxStepKind.Crash => CrashAsync(),
        OutboxStepKind.CrashInCommit => CrashInCommitAsync(step.A, isAfterwards: step.B % 2 == 1),
        OutboxStepKind.SetAside => SetAsideAsync(),
        OutboxStepKind.Damage => DamageAsync(step.B % 4),
        OutboxStepKind.Rot => RotAsync(step.A),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
    };

    /// <summary>An order's number says its pixel and lane; each telling has an event id of its own.</summary>
    private OutboxItem ItemOf(int order)
    {
        var id = $"event-{order}-{_told++}";
        var isMoney = order / 2 % 3 < 2;
        return _offered[id] = new OutboxItem
        {
            Pixel = order % 2 == 0 ? "main" : "second",
            Lane = isMoney ? Lane.Money : Lane.Other,
            EventName = isMoney ? "Purchase" : "ViewContent",
            EventId = id,
            DedupeKey = $"order:number-{order}",
            EventTime = Now,
            Payload = Encoding.UTF8.GetBytes($$"""{"event_id":"{{id}}","em":"{{Marker}}"}"""),
        };
    }

    private async Task AppendAsync(int a, int b)
    {
        var items = Enumerable.Range(0, 1 + (b % LargestGroup)).Select(i => ItemOf((a + (b * i)) % Orders)).ToArray();
        var results = await Task.WhenAll(items.Select(item => _harness.EnqueueAsync(item)));
        var memory = await MemoryAsync();
        var now = DiskSnapshot.Take(_harness.Folder, _harness.Settings, _hopeless);
        foreach (var (item, result) in items.Zip(results).OrderBy(told => told.Second))
        {
            var order = Convert.ToHexString(SeenKey.Of(item));
            var latest = _latest.GetValueOrDefault(order);

            // What gives way is told to nobody but the metrics.
            var isDiskFull = Math.Max(_disk.Open.Count(), now.Open.Count()) + LargestGroup > MaxQueueLength;
            var mayHaveGivenWay = latest?.Item.Lane == Lane.Other && (latest.Row == 0 || isDiskFull);
            var mustBeDuplicate = latest is { Phase: not ModelPhase.Gone, IsForgotten: false } && Now < latest.SeenUntil && !mayHaveGivenWay
                && !_disk.IsBeingBroughtBack && !now.IsBeingBroughtBack;
            var mayBeDuplicate = latest is not null && (latest.Phase != ModelPhase.Gone || (_disk.Seen.TryGetValue(order, out var until) && until > Now));
            switch (result)
            {
                // A commit came through that every attempt had to take for a failure.
                case EnqueueResult.Duplicate when _faults.HasStruck && now.Open.Any(row => row.EventId == item.EventId):
                case EnqueueResult.Stored or EnqueueResult.StoredInMemory:
                    Must(!mustBeDuplicate, $"I3: told again, and {result}: {latest}");
                    Remember(item, _disk.IsBeingBroughtBack || now.IsBeingBroughtBack);
                    break;
                case EnqueueResult.Duplicate or EnqueueResult.DuplicateInMemory:
                    Must(mayBeDuplicate, $"I1: a new order was called a duplicate; the last was {latest}");
                    break;
                default:
                    Must(!mustBeDuplicate, $"I4: told again, and shed: {latest}");
                    var isMemoryFull = memory + item.Payload.Length + MemoryOverhead > _harness.Options.MaxMemoryBytes;
                    Must(isMemoryFull || (isDiskFull && item.Lane == Lane.Other), "I1: shed, though there was room");
                    break;
            }
        }
    }

    /// <param name="item">The event.</param>
    /// <param name="isAside">Whether there is a database that was set aside: what it knows of the order, the store does not know yet.</param>
    private ModelEvent Remember(OutboxItem item, bool isAside)
    {
        var known = new ModelEvent(item, Now + Window);
        var order = known.Order;
        foreach (var other in _events.Where(other => other.Order == order && other.Phase != ModelPhase.Gone))
        {
            // One that has ended there makes this one a duplicate after the event, as it would have been one if the store had known.
            known.IsRival |= other.Phase == ModelPhase.Open || (isAside && Now < other.SeenUntil);
            other.IsRival |= other.Phase == ModelPhase.Open;
        }

        _events.Add(known);
        _latest[order] = known;
        return known;
    }

    private async Task LeaseAsync(int lane, int count, TimeSpan duration)
    {
        var (pixel, kind) = (lane % 2 == 0 ? "main" : "second", lane % 4 < 2 ? Lane.Money : Lane.Other);
        var leased = await _harness.LeaseAsync(count, pixel: pixel, lane: kind, lease: duration);
        Must(leased.Count <= count, "more than was asked for");
        var items = new List<(LeasedItem, ModelEvent)>();
        foreach (var item in leased)
        {
            var known = _events.Find(known => known.Item.EventId == item.Item.EventId);
            Must(known is not null, $"I1: nobody told {item.Item.EventId}");
            Must(known!.Phase == ModelPhase.Open, $"I2: given out though it has ended: {known}");
            Must(!IsHeld(known) && !items.Exists(other => other.Item2 == known), $"I2: given out twice: {known}");
            Must(known.Due <= Now, $"I2: given out before its time: {known}");
            Must(item.Item.Pixel == pixel && known.Item.Pixel == pixel && known.Item.Lane == kind, $"I5: of another lane: {known}");
            Must(item.Item.Payload.Span.SequenceEqual(known.Item.Payload.Span), $"I1: not what was told: {known}");
            Must(item.DoubtSince is not null || !known.MustDoubt, $"I2: its doubt is forgotten: {known}");
            items.Add((item, known));
        }

        if (items.Count > 0)
        {
            _claims.Add(new ModelClaim(items, Now + duration));
        }
    }

    private async Task PostAsync(int which, bool isTaken)
    {
        if (Pick(which, isPosted: false) is not { } claim)
        {
            return;
        }

        _claims.Remove(claim);
        if (_isHolding && claim.Items.Where(item => item.Leased.DoubtSince is not null).ToArray() is { Length: > 0 } doubtful)
        {
            var held = new ModelClaim(doubtful, claim.Until);
            claim = new ModelClaim([.. claim.Items.Except(doubtful)], claim.Until);
            await EndAsync(held, ModelPhase.Dead, () => _harness.Store.DeadLetterAsync(held.Ids, new DeadLetter(EventReason.InDoubt)));
        }

        if (claim.Items.Count == 0)
        {
            return;
        }

        try
        {
            await _harness.Store.MarkPostingAsync(claim.Ids);
        }
        catch (StoreUnavailableException)
        {
            // Nothing leaves. The mark may be on disk all the same: like the sender, it gives them back.
            Each(claim, known => known.MayDoubt |= _faults.HasStruck);
            await _harness.Store.ParkAsync(claim.Ids, new Parking(Now));
            return;
        }

        (claim.IsPosted, claim.IsTaken) = (true, isTaken);
        _claims.Add(claim);
        foreach (var (leased, known) in claim.Items)
        {
            Must(known.Taken == 0 || leased.DoubtSince is not null || known.IsBlurred, $"I2: sent again though Meta has it: {known}");
            Must(known.Taken == 0 || !_isHolding || known.IsBlurred, $"I3: taken twice in spite of the policy: {known}");
            known.Taken += isTaken ? 1 : 0;
            known.IsPosted = true;
        }
    }

    private async Task SettleAsync(int which, int how)
    {
        if (Pick(which, isPosted: true) is not { } claim)
        {
            return;
        }

        _claims.Remove(claim);
        if (how % 4 == 2)
        {
            // The connection broke: whether Meta has them the sender does not know.
            Each(claim, known => known.MustDoubt = known.MayDoubt = true);
            await ParkAsync(claim, Now + TimeSpan.FromSeconds(5), inDoubt: true);
        }
        else if (claim.IsTaken)
        {
            await EndAsync(claim, ModelPhase.Accepted, () => _harness.Store.AcknowledgeAsync(claim.Ids, Accepted));
        }
        else if (how % 4 == 1)
        {
            await EndAsync(claim, ModelPhase.Dead, () => _harness.Store.DeadLetterAsync(claim.Ids, new DeadLetter(EventReason.Rejected, 100)));
        }
        else
        {
            await ParkAsync(claim, Now + TimeSpan.FromSeconds(how), inDoubt: false);
        }
    }

    private async Task GiveBackAsync(int which, int how)
    {
        if (Pick(which, isPosted: false) is { } claim)
        {
            _claims.Remove(claim);
            await (how % 4 == 0
                ? EndAsync(claim, ModelPhase.Dead, () => _harness.Store.DeadLetterAsync(claim.Ids, new DeadLetter(EventReason.Expired)))
                : ParkAsync(claim, Now + TimeSpan.FromSeconds(how * 3), inDoubt: false));
        }
    }

    private async Task ParkAsync(ModelClaim claim, DateTimeOffset due, bool inDoubt)
    {
        await _harness.Store.ParkAsync(claim.Ids, new Parking(due) { InDoubt = inDoubt });
        Each(claim, known => (known.IsPosted, known.Due) = (false, due));
    }

    private static async Task EndAsync(ModelClaim claim, ModelPhase end, Func<ValueTask> settle)
    {
        await settle();
        Each(claim, known => (known.IsPosted, known.Phase) = (false, known.Phase == ModelPhase.Open ? end : known.Phase));
    }

    /// <summary>No event waits for as long as its order is remembered: it would have expired long before.</summary>
    private bool MayForget => !_disk.IsBeingBroughtBack && !_disk.Open.Any() && _harness.Memory.Count == 0;

    private async Task JumpAsync(TimeSpan time)
    {
        _harness.Time.Skipped += time;
        await _harness.PassAsync(TimeSpan.FromSeconds(1));
    }

    private ModelClaim? Pick(int which, bool isPosted)
    {
        var claims = _claims.FindAll(claim => claim.IsPosted == isPosted && (isPosted || claim.Until > Now));
        return claims.Count == 0 ? null : claims[which % claims.Count];
    }

    private static void Each(ModelClaim claim, Action<ModelEvent> change)
    {
        foreach (var known in claim.Events)
        {
            change(known);
        }
    }
}
