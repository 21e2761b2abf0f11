using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>What makes an order one: its pixel (in upper case), its event's name, and its dedupe key.</summary>
internal readonly record struct OrderKey(string Pixel, string EventName, string Key)
{
    public static OrderKey Of(OutboxItem item) => new(item.Pixel.ToUpperInvariant(), item.EventName, item.DedupeKey);

    /// <summary>The digest of it that the disk remembers.</summary>
    public byte[] Digest() => SeenKey.Of(Pixel, EventName, Key);
}
