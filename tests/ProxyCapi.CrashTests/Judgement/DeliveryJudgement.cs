using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Judgement;

/// <summary>Compares what the shop knows, what was acknowledged, and what Meta's stand-in has got for one pixel.</summary>
internal sealed class DeliveryJudgement
{
    private readonly OrderBook _orders;
    private readonly ILookup<string, DeliveredEvent> _delivered;

    /// <param name="orders">Every order.</param>
    /// <param name="events">Every event of the pixel that was accepted, repeats included.</param>
    public DeliveryJudgement(OrderBook orders, IEnumerable<DeliveredEvent> events)
    {
        _orders = orders;
        _delivered = events.ToLookup(delivered => delivered.OrderNumber, StringComparer.Ordinal);
    }

    /// <summary>Judges.</summary>
    /// <param name="acknowledged">Numbers of the orders that were found on disk at a time.</param>
    /// <param name="promised">Numbers of the orders that must be there for another reason; they count as acknowledged.</param>
    public DeliveryReport Judge(IEnumerable<string> acknowledged, IEnumerable<string> promised)
    {
        var expected = acknowledged.ToHashSet(StringComparer.Ordinal);
        var owed = promised.ToHashSet(StringComparer.Ordinal);
        expected.UnionWith(_delivered.Select(order => order.Key));
        expected.UnionWith(owed);
        var events = _delivered.SelectMany(order => order).ToArray();
        return new DeliveryReport
        {
            Acknowledged = expected.Count,
            Delivered = _delivered.Count,
            DistinctEventIds = events.Select(found => found.EventId).Distinct(StringComparer.Ordinal).Count(),
            Lost = [.. expected.Where(number => !_delivered.Contains(number)).Order(StringComparer.Ordinal)],
            Promised = owed.Count,
            LostOfPromised = owed.Count(number => !_delivered.Contains(number)),
            Repeats = events.Length - _delivered.Count,
            WithAnotherId = _delivered.Count(order => order.Select(found => found.EventId).Distinct(StringComparer.Ordinal).Count() > 1),
            WithAnotherTime = _delivered.Count(order => order.Select(found => found.EventTime).Distinct().Count() > 1),
            Untrue = events.Count(found => !IsTrue(found)),
        };
    }

    /// <summary>Whether an event tells of an order that there is, with its id, its value, and the time of one of its views.</summary>
    private bool IsTrue(DeliveredEvent found) =>
        _orders.TryFind(found.OrderNumber, out var order)
        && found.EventId == order.EventId && found.Value == order.Value
        && order.Views.Any(view => view.MayHaveHappenedAt(found.EventTime));
}
