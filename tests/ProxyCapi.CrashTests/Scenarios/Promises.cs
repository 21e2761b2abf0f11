using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>The orders that a run must deliver, collected while it goes on.</summary>
/// <param name="pixels">The pixels that get every order, by their names.</param>
internal sealed class Promises(params string[] pixels)
{
    private readonly HashSet<string> _onDisk = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);
    private int _known;

    /// <summary>Numbers of the orders that were found on disk.</summary>
    public IReadOnlyCollection<string> OnDisk => _onDisk;

    /// <summary>Numbers of the orders whose page alone is a promise.</summary>
    public IReadOnlyCollection<string> Shown => _shown;

    /// <summary>Takes the orders that are on disk now.</summary>
    /// <returns>How many of them are new.</returns>
    public int Add(OutboxSnapshot disk, OrderBook orders)
    {
        foreach (var order in orders.All.Skip(_known))
        {
            _known++;
            foreach (var pixel in pixels)
            {
                _numbers.Add(order.SeenKeyFor(pixel), order.Number);
            }
        }

        var before = _onDisk.Count;
        _onDisk.UnionWith(disk.SeenKeys.Select(key => _numbers.GetValueOrDefault(key) ?? "unknown key " + key));
        return _onDisk.Count - before;
    }

    /// <summary>Takes every order whose page has come whole.</summary>
    public void AddShown(OrderBook orders) => _shown.UnionWith(orders.All.Where(order => order.WasShown).Select(order => order.Number));
}
