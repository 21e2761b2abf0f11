namespace ProxyCapi.Delivery;

/// <summary>
/// Halves a refused batch until each culprit stands alone (one bad event refuses its whole request, meta-capi.md section 1.2), and notices when
/// it is not the events that are bad.
/// </summary>
/// <param name="post">Sends a part of the batch.</param>
/// <param name="settle">Ends a part whose answer was no refusal.</param>
/// <remarks>
/// The guard (delivery.md section 5.4): when both halves are refused alike, a few single events are asked; if none is accepted, the world has
/// changed and nothing is dead-lettered. The same holds if more than a fifth of a batch turns out bad, as long as that is more than a handful:
/// two bad orders among five are bad orders. Events that come too early are not bad.
/// </remarks>
internal sealed class Bisection(Func<IReadOnlyList<LeasedItem>, Task<GraphVerdict>> post, Func<IReadOnlyList<LeasedItem>, GraphVerdict, Task> settle)
{
    private const int Handful = 4;

    private readonly Queue<LeasedItem[]> _refused = new();
    private readonly List<(LeasedItem Item, GraphVerdict Verdict)> _culprits = [];
    private readonly HashSet<long> _settled = [];
    private bool _anyAccepted;
    private bool _isGivenUp;

    /// <summary>Takes a batch of at least two apart, of which one request was refused.</summary>
    public async Task<BisectionResult> RunAsync(IReadOnlyList<LeasedItem> items)
    {
        _refused.Enqueue([.. items]);
        while (!_isGivenUp && _refused.TryDequeue(out var part))
        {
            LeasedItem[] open = [.. part.Where(item => !_settled.Contains(item.Id))];
            if (open.Length > 0 && await HalveAsync(open) is { } refusal)
            {
                // All that is not settled, the other parts and the culprits so far too: nothing may be left on its way.
                return new BisectionResult([.. _culprits, .. items.Where(item => !_settled.Contains(item.Id)).Select(item => (item, refusal))], IsSystemic: true, AnyAccepted: false);
            }
        }

        await GiveBackAsync(items);
        return new BisectionResult(_culprits, IsSystemic: _culprits.Count(culprit => !culprit.Verdict.IsTooEarly) > Math.Max(Handful, items.Count / 5), _anyAccepted);
    }

    /// <summary>Asks both halves of a part that holds a culprit.</summary>
    /// <returns>The refusal that everything gets alike, if that is what it looks like.</returns>
    private async Task<GraphVerdict?> HalveAsync(LeasedItem[] part)
    {
        LeasedItem[] left = [.. part.Take(part.Length / 2)], right = [.. part.Skip(part.Length / 2)];
        var leftRefusal = left.Length == 0 ? null : await PostAsync(left);
        if (_isGivenUp)
        {
            return null;
        }

        if (leftRefusal is null && right.Length > 1)
        {
            // One half is good, so the other is bad: asking it as a whole would tell nothing.
            _refused.Enqueue(right);
            return null;
        }

        var rightRefusal = await PostAsync(right);
        if (!_anyAccepted && leftRefusal is not null && leftRefusal.Label == rightRefusal?.Label && await IsEveryoneRefusedAsync(part))
        {
            return leftRefusal;
        }

        Keep(left, leftRefusal);
        Keep(right, rightRefusal);
        return null;
    }

    private void Keep(LeasedItem[] part, GraphVerdict? refusal)
    {
        if (refusal is not null && part.Length == 1)
        {
            _culprits.Add((part[0], refusal));
            _settled.Add(part[0].Id);
        }
        else if (refusal is not null)
        {
            _refused.Enqueue(part);
        }
    }

    /// <summary>Asks the first, the middle and the last event of a part alone.</summary>
    private async Task<bool> IsEveryoneRefusedAsync(LeasedItem[] part)
    {
        foreach (var sample in part.Length > 2 ? new[] { part[0], part[part.Length / 2], part[^1] } : [])
        {
            if (await PostAsync([sample]) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The refusal, or <see langword="null"/> if the part is settled: accepted, or given back for another reason.</summary>
    private async Task<GraphVerdict?> PostAsync(LeasedItem[] part)
    {
        var verdict = await post(part);
        if (verdict.IsRefusal)
        {
            return verdict;
        }

        await settle(part, verdict);
        _settled.UnionWith(part.Select(item => item.Id));
        _anyAccepted |= verdict.Action == GraphAction.Ok;
        _isGivenUp |= verdict.Action != GraphAction.Ok;
        return null;
    }

    // Trouble of another kind came in between: what was not asked yet goes back to the queue.
    private async Task GiveBackAsync(IReadOnlyList<LeasedItem> items)
    {
        LeasedItem[] left = [.. items.Where(item => !_settled.Contains(item.Id))];
        if (left.Length > 0)
        {
            await settle(left, new GraphVerdict(GraphAction.Requeue));
        }
    }
}
