using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProxyCapi.Capture;

namespace ProxyCapi.Conversions;

/// <summary>
/// Event ids that nobody gave: the same for every sight of the same conversion, never random (design.md section 6, point 3). The order id makes a
/// conversion unique; without one, what was read of whom, where and on which day does.
/// </summary>
internal static class EventDigest
{
    /// <summary>The id of an event that has none.</summary>
    public static string Of(ServerEvent source, Exchange exchange) =>
        source.CustomData.OrderId is { Length: > 0 } order ? OfOrder(source.EventName, order) : OfExchange(source, exchange);

    /// <summary>Stands in for an id that must not be seen; the same for the same id.</summary>
    public static string OfText(string id) => Digest($"1\ntext\n{id}");

    /// <summary>The id of an order's event: it depends on nothing else, so that a reload, another device or another day give the same.</summary>
    private static string OfOrder(string eventName, string orderId) => Digest($"1\norder\n{eventName}\n{orderId}");

    /// <summary>
    /// The id of an event without an order: a reload on the same day is the same event; the same visitor's next lead on another day, another
    /// form's content, and another visitor's are others.
    /// </summary>
    private static string OfExchange(ServerEvent source, Exchange exchange)
    {
        var facts = new StringBuilder("1\nexchange\n")
            .Append(source.EventName).Append('\n')
            .Append(exchange.Method).Append(' ').Append(exchange.Host).Append(exchange.Path).Append(exchange.QueryString).Append('\n')
            .Append(source.EventTime.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append('\n');
        foreach (var (key, values) in source.UserData.Hashed)
        {
            facts.Append(key).Append('=').AppendJoin(',', values).Append('\n');
        }

        // The browser's id is the visitor's where there is one; else address and agent together come nearest.
        facts.Append(source.UserData.Fbp ?? $"{source.UserData.ClientIpAddress} {source.UserData.ClientUserAgent}").Append('\n');
        facts.Append(source.CustomData.Value?.ToString(CultureInfo.InvariantCulture)).Append(source.CustomData.Currency).Append('\n');
        AppendGoods(facts, source.CustomData);
        return Digest(facts.ToString());
    }

    // As JSON, so that no text can pass for two.
    private static void AppendGoods(StringBuilder facts, CustomData custom)
    {
        foreach (var content in custom.Contents)
        {
            facts.Append(Json(content.Id)).Append('*').Append(content.Quantity?.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        foreach (var id in custom.ContentIds)
        {
            facts.Append(Json(id)).Append('\n');
        }

        foreach (var text in new[] { custom.ContentName, custom.ContentCategory, custom.SearchString, custom.Status })
        {
            facts.Append(Json(text)).Append('\n');
        }

        foreach (var (name, value) in custom.Properties.Where(property => property.Value.ValueKind != JsonValueKind.Undefined))
        {
            facts.Append(Json(name)).Append(':').Append(value.GetRawText()).Append('\n');
        }
    }

    // Half a character, from a title that was cut, cannot be encoded: it becomes the sign for what cannot be read, as it does in the event.
    private static string Json(string? text) => JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text ?? "")).ToString();

    private static string Digest(string facts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)).AsSpan(0, 16));
}
