using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>What the store remembers of an order for the dedupe window: a digest, not the order's number.</summary>
internal static class SeenKey
{
    /// <summary>Begins the key of an event that has an order.</summary>
    public const string OrderPrefix = "order:";

    /// <summary>Begins the key of an event that has none.</summary>
    public const string EventPrefix = "id:";

    private const int Length = 16;

    /// <summary>The key of (pixel, event name, order or event id).</summary>
    public static byte[] Of(OutboxItem item) => Of(item.Pixel, item.EventName, item.DedupeKey);

    /// <summary>The key of (pixel, event name, order or event id).</summary>
    public static byte[] Of(string pixel, string eventName, string dedupeKey) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{pixel.ToUpperInvariant()}\n{eventName}\n{dedupeKey}"))[..Length];
}
