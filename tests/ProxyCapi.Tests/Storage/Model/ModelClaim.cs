using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>Events that a sender has taken.</summary>
internal sealed record ModelClaim(IReadOnlyList<(LeasedItem Leased, ModelEvent Event)> Items, DateTimeOffset Until)
{
    public bool IsPosted { get; set; }

    /// <summary>Whether Meta has taken them; the sender does not know before the answer comes.</summary>
    public bool IsTaken { get; set; }

    public long[] Ids => [.. Items.Select(item => item.Leased.Id)];

    public IEnumerable<ModelEvent> Events => Items.Select(item => item.Event);
}
