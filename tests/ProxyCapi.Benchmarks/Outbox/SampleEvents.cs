using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Conversions;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>Purchases as a shop with everything filled in gives them: hashed customer, browser, click, two items.</summary>
internal static class SampleEvents
{
    /// <summary>The pixel's name.</summary>
    public const string Pixel = "main";

    /// <summary>The purchase of a number, as it goes into the outbox.</summary>
    public static OutboxItem Item(int number, DateTimeOffset now)
    {
        var order = string.Create(CultureInfo.InvariantCulture, $"PC-{number:D8}");
        var source = Event(order, number, now);
        return new OutboxItem
        {
            Pixel = Pixel,
            Lane = Lane.Money,
            EventName = source.EventName,
            EventId = source.EventId!,
            DedupeKey = SeenKey.OrderPrefix + order,
            EventTime = now,
            Payload = ServerEventWriter.Write(source),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
    }

    private static ServerEvent Event(string order, int number, DateTimeOffset now)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        var source = new ServerEvent { EventName = "Purchase", EventTime = now, EventId = "purchase-" + order, EventSourceUrl = $"https://shop.example/checkout/order-received/{number}" };
        foreach (var field in new[] { "em", "ph", "fn", "ln", "ct", "zp", "country", "external_id" })
        {
            source.UserData.Hashed[field] = [Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(field + order)))];
        }

        source.UserData.ClientIpAddress = "203.0.113.7";
        source.UserData.ClientUserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        source.UserData.Fbp = string.Create(CultureInfo.InvariantCulture, $"fb.1.{milliseconds}.{1000000000L + number}");
        source.UserData.Fbc = string.Create(CultureInfo.InvariantCulture, $"fb.1.{milliseconds}.IwAR2F4dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk{number}");
        source.CustomData.Value = 64.50m + (number % 100);
        source.CustomData.Currency = "EUR";
        source.CustomData.OrderId = order;
        source.CustomData.NumItems = 3;
        source.CustomData.Contents.Add(new Content { Id = "BELL-01", Quantity = 1, ItemPrice = 14.50m });
        source.CustomData.Contents.Add(new Content { Id = "OAK-SHELF-90", Quantity = 2, ItemPrice = 25m });
        return source;
    }
}
