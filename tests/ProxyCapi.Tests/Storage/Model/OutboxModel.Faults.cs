using System.Text;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>What goes wrong, and the end.</summary>
internal sealed partial class OutboxModel
{
    private const int PageSize = 8192;
    private const int LogHeader = 32;

    private Task FailAsync(int commits, int how)
    {
        _faults.Failures = 1 + (commits % 6);
        (_faults.Code, _faults.IsAfterwards) = (how % 4) switch
        {
            0 => (Fault.Full, false),
            1 => (Fault.Io, false),
            2 => (Fault.Io, true),
            _ => (Fault.Locked, false),
        };
        return Task.CompletedTask;
    }

    private Task FullAsync(bool isFull)
    {
        _faults.IsFull = isFull;
        return Task.CompletedTask;
    }

    private Task SetAsideAsync()
    {
        (_faults.Failures, _faults.Code, _faults.IsAfterwards) = (1, Fault.Damaged, false);
        return Task.CompletedTask;
    }

    private async Task ReopenAsync()
    {
        await _harness.ReopenAsync();
        EndProcess(isDamageTold: false, isBlurred: false, mayLose: false);
    }

    private async Task CrashAsync()
    {
        _faults.Failures = 0;
        await _harness.CrashAsync();
        EndProcess(isDamageTold: false, isBlurred: false, mayLose: false);
    }

    /// <summary>A commit is all or nothing, and nobody is told before it is through.</summary>
    private async Task CrashInCommitAsync(int which, bool isAfterwards)
    {
        StoreFolder? copy = null;
        _faults.Failures = 0;
        (_faults.AtCommit, _faults.IsAtCommitAfterwards) = (() => copy = _harness.Copy(), isAfterwards);
        var (item, claim) = (ItemOf(which % Orders), Pick(which, isPosted: true));
        if (claim is { IsTaken: true })
        {
            await _harness.Store.AcknowledgeAsync(claim.Ids, Accepted);
            var mustHaveEnded = EndFault();
            await _harness.CrashAsync(copy: copy);
            Each(claim, known => known.IsPosted = true);
            EndProcess(isDamageTold: false, isBlurred: false, mayLose: false, mayHaveEnded: claim, mustHaveEnded: mustHaveEnded);
            return;
        }

        var result = await _harness.EnqueueAsync(item);
        var mustBeThere = EndFault();
        await _harness.CrashAsync(copy: copy);
        EndProcess(isDamageTold: false, isBlurred: false, mayLose: false);
        Must(result != EnqueueResult.Stored || mustBeThere is null || _disk.Rows.Values.Any(row => row.EventId == item.EventId) == mustBeThere, "I1: the commit was not what was told");
        return;

        // What the old process commits when it is closed is no part of this: the disk is as it was when it died.
        bool? EndFault()
        {
            _faults.AtCommit = null;
            return copy is null ? null : isAfterwards;
        }
    }

    private async Task DamageAsync(int kind)
    {
        _faults.Clear();
        if (kind != 2)
        {
            // Into the file itself, where the damage will be.
            await _harness.PassAsync(TimeSpan.FromSeconds(7));
            await CheckAsync();
        }

        var (wasBeingBroughtBack, asides) = (_disk.IsBeingBroughtBack, Asides());
        var page = kind switch { 0 => PageOf("item_by_lane"), 1 => PageOf("seen"), _ => 1 };
        await _harness.CrashAsync(folder => Harm(kind == 2 ? folder.Log : folder.Database, kind, page));
        var isTold = _harness.Disk.SetAside.Count > 0;
        await _harness.PassAsync(TimeSpan.FromSeconds(3));
        _hopeless.UnionWith(Asides().Where(aside => !asides.Contains(aside) && !File.Exists(Path.Combine(_harness.Folder.Path, aside, "salvaged"))));
        var lost = EndProcess(isDamageTold: kind == 2 && isTold, isBlurred: wasBeingBroughtBack || (kind == 2 && !isTold), mayLose: kind >= 2, mayForget: kind >= 1);
        Must(isTold || lost <= LargestCommit, $"I1: {lost} events are lost, and nobody was told");
    }

    private async Task RotAsync(int which)
    {
        var open = _events.FindAll(known => known.Phase == ModelPhase.Open && !IsHeld(known) && _disk.Rows.TryGetValue(known.Row, out var row) && row.State == ItemState.Waiting);
        if (open.Count > 0)
        {
            var known = open[which % open.Count];
            using var connection = _harness.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE item SET body = zeroblob(64) WHERE id = {known.Row}";
            known.IsRotten = command.ExecuteNonQuery() > 0;
        }

        await Task.CompletedTask;
    }

    /// <summary>
    /// A process has ended, and another has opened what it left: what was on its way is in doubt, what only memory knew is gone, and nothing else.
    /// </summary>
    /// <returns>How many events are gone that were on the disk.</returns>
    private int EndProcess(
        bool isDamageTold, bool isBlurred, bool mayLose, bool mayForget = false, ModelClaim? mayHaveEnded = null, bool? mustHaveEnded = null)
    {
        var before = _disk;
        _disk = DiskSnapshot.Take(_harness.Folder, _harness.Settings, _hopeless);
        var held = _claims.Where(claim => claim.IsPosted).SelectMany(claim => claim.Events).ToHashSet();
        _claims.Clear();
        FindRows(mayHaveComeThrough: true);
        var (lost, isCrowded) = (0, IsCrowded(before));
        foreach (var known in _events)
        {
            var row = _disk.Rows.GetValueOrDefault(known.Row);
            var isOpen = row is { State: ItemState.Waiting or ItemState.Posting };
            var wasPosting = held.Contains(known) || known.IsPosted || before.Rows.GetValueOrDefault(known.Row)?.State == ItemState.Posting;
            known.MayDoubt |= wasPosting || isDamageTold || known.IsPending || mayLose;
            known.MustDoubt = !isBlurred && (known.MustDoubt || known.IsPosted || isDamageTold);
            known.IsPosted = false;
            known.IsBlurred |= isBlurred;
            known.Due = default;
            if (mayHaveEnded?.Events.Contains(known) == true && known.Phase == ModelPhase.Open)
            {
                var isElsewhere = known.Row == 0 || _disk.IsBeingBroughtBack;
                Must(mustHaveEnded is null || mustHaveEnded != isOpen || isElsewhere, $"I1: the commit was not what was told: {known}");
                known.Phase = isOpen || (isElsewhere && mustHaveEnded != true) ? ModelPhase.Open : ModelPhase.Accepted;
            }

            if (isOpen && known.Phase is ModelPhase.Accepted or ModelPhase.Dead && (!known.IsEndedOnDisk || mayLose || isBlurred))
            {
                // Its end was remembered only, or was lost with the log's.
                known.MustDoubt |= known.Taken > 0 && !known.IsBlurred;
                known.MayDoubt = true;
                (known.Phase, known.IsEndedOnDisk) = (ModelPhase.Open, false);
            }

            known.IsNoted = !mayLose && !isBlurred && (known.IsNoted || _disk.Noted.Contains(known.Row));
            known.MayComeBack |= row is null && known is { Phase: ModelPhase.Accepted or ModelPhase.Dead, IsEndedOnDisk: false, IsNoted: false } && _disk.IsBeingBroughtBack;

            if (isOpen && known.Phase == ModelPhase.Gone && (mayLose || isBlurred))
            {
                // That it gave way was lost with the log's end.
                known.MayDoubt = true;
                known.Phase = ModelPhase.Open;
            }

            if (row is null && known is { Phase: ModelPhase.Open, Item.Lane: Lane.Other } && isCrowded && !held.Contains(known) && !_disk.IsBeingBroughtBack)
            {
                // It had to give way to the last thing that this process wrote.
                known.Phase = ModelPhase.Gone;
            }

            if (row is null && known.Phase is ModelPhase.Open or ModelPhase.Dead && (known.Row == 0 || (mayLose && !_disk.IsBeingBroughtBack)))
            {
                // An order that was told again while it lay in a database that was set aside is owed once.
                lost += known.Row == 0 || (known.IsRival && _disk.Seen.ContainsKey(known.Order)) ? 0 : 1;
                (known.Phase, known.Row) = (ModelPhase.Gone, 0);
            }

            known.IsPending = false;
            known.IsForgotten |= (known.Row == 0 || mayForget) && !_disk.Seen.ContainsKey(known.Order);
            Must(known.IsForgotten || known.Phase == ModelPhase.Gone || _disk.IsBeingBroughtBack || known.SeenUntil <= Now || _disk.Seen.ContainsKey(known.Order), $"I3: forgotten: {known}");
        }

        return lost;
    }

    /// <summary>All is well again: everything owed reaches its end, and nothing else does.</summary>
    private async Task EndAsync()
    {
        _faults.Clear();
        foreach (var claim in _claims.Where(claim => claim.IsPosted).ToArray())
        {
            _claims.Remove(claim);
            await (claim.IsTaken
                ? EndAsync(claim, ModelPhase.Accepted, () => _harness.Store.AcknowledgeAsync(claim.Ids, Accepted))
                : ParkAsync(claim, Now, inDoubt: false));
        }

        // Longer than any pause: of the store after failures, of leases, of what is in doubt.
        await PassAndCheckAsync(TimeSpan.FromSeconds(20));
        await JumpAsync(TimeSpan.FromMinutes(2));
        await CheckAsync();
        for (var round = 0; round < 20 && (_disk.Open.Any() || !_harness.Memory.IsEmpty); round++)
        {
            await DrainAsync();
            await PassAndCheckAsync(TimeSpan.FromSeconds(2));
        }

        var left = _events.Find(known => known.Phase == ModelPhase.Open);
        Must(left is null, $"I1: never delivered: {left}");
        Must(!_disk.IsBeingBroughtBack, "a database that was set aside was not brought back");
        Must(_harness.Memory.IsEmpty && !_harness.Disk.Status.IsSuspended, "the store did not recover");
        var twice = _events.Find(known => known is { Taken: > 1, MayDoubt: false });
        Must(twice is null, $"I2: taken twice without a doubt: {twice}");
        await ReopenAsync();
        await CheckAsync();
        Must(!_disk.Open.Any(), "I2: came back to life at the next start");
        Must(!_events.Exists(known => known is { Phase: ModelPhase.Dead, Row: 0 }), "I1: a dead letter is lost");
        CheckFiles();
    }

    private async Task PassAndCheckAsync(TimeSpan time)
    {
        await _harness.PassAsync(time);
        await CheckAsync();
    }

    private async Task DrainAsync()
    {
        for (var lane = 0; lane < 4; lane++)
        {
            await LeaseAsync(lane, 100, TimeSpan.FromSeconds(25));
            while (Pick(0, isPosted: false) is not null)
            {
                await PostAsync(0, isTaken: true);
                await SettleAsync(0, how: 0);
            }
        }
    }

    private void CheckFiles()
    {
        foreach (var file in Directory.EnumerateFiles(_harness.Folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var marker in new[] { Marker, "event-", "order:" })
            {
                Must(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) < 0, $"I7: {Path.GetFileName(file)} holds {marker}");
            }
        }
    }

    private HashSet<string> Asides() => [.. Directory.EnumerateDirectories(_harness.Folder.Path, "damaged-*").Select(aside => Path.GetFileName(aside))];

    private long PageOf(string tree)
    {
        using var connection = _harness.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rootpage FROM sqlite_schema WHERE name = '{tree}'";
        return (long)command.ExecuteScalar()!;
    }

    private static void Harm(string path, int kind, long page)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open);
        file.Position = kind == 2 ? LogHeader + ((file.Length - LogHeader) / 2) : (page - 1) * PageSize;
        if (file.Position < file.Length)
        {
            file.Write([.. Enumerable.Repeat((byte)0xA5, kind == 2 ? 64 : 1000)]);
        }
    }
}
