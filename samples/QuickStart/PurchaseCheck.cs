using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace QuickStart;

/// <summary>Compares what the emulator accepted with what the shopper did.</summary>
internal static class PurchaseCheck
{
    private const decimal Cent = 0.005m;

    /// <summary>How long a page of this shop takes at most, on a busy machine.</summary>
    private const int MaxSeconds = 60;

    /// <summary>Everything that is wrong; empty if exactly the right event arrived.</summary>
    public static IReadOnlyList<string> FindMistakes(Purchase purchase, ShopperIdentity shopper, IReadOnlyList<JsonObject> accepted)
    {
        var purchases = accepted.Where(item => Text(item, "event_name") == "Purchase").ToList();
        if (purchases.Count != 1)
        {
            return [$"Expected exactly one Purchase, the emulator accepted {purchases.Count}."];
        }

        var mistakes = new List<string>();
        var custom = purchases[0]["custom_data"] as JsonObject ?? [];
        var user = purchases[0]["user_data"] as JsonObject ?? [];
        Expect("event_id", $"purchase-{purchase.OrderId}", Text(purchases[0], "event_id"));
        Expect("action_source", "website", Text(purchases[0], "action_source"));
        Expect("custom_data.order_id", purchase.OrderId, Text(custom, "order_id"));
        Expect("custom_data.currency", purchase.Currency, Text(custom, "currency"));
        ExpectAmount("custom_data.value", purchase.Value, custom["value"]);
        Expect("event_source_url", purchase.ThankYouPage.GetLeftPart(UriPartial.Path), Text(purchases[0], "event_source_url")?.Split('?')[0]);
        foreach (var (key, normalised) in shopper.Normalised)
        {
            Expect($"user_data.{key}", Sha256(normalised), Only(user, key));
        }

        Expect("user_data.client_ip_address", shopper.ClientAddress, Text(user, "client_ip_address"));
        Expect("user_data.client_user_agent", shopper.UserAgent, Text(user, "client_user_agent"));
        Expect("user_data.fbp", shopper.Fbp, Text(user, "fbp"));
        Expect("user_data.fbc", shopper.Fbc, Text(user, "fbc"));
        var late = (long?)purchases[0]["event_time"] - purchase.Ordered.ToUnixTimeSeconds();
        if (late is not (>= 0 and <= MaxSeconds))
        {
            mistakes.Add($"event_time should be the time of the order and is {late?.ToString(CultureInfo.InvariantCulture) ?? "not a number of"} seconds later.");
        }

        CompareContents(purchase, custom["contents"] as JsonArray ?? [], Expect, ExpectAmount);
        return mistakes;

        void Expect(string field, string expected, string? found)
        {
            if (!string.Equals(expected, found, StringComparison.Ordinal))
            {
                mistakes.Add($"{field} should be \"{expected}\" and is {(found is null ? "missing" : $"\"{found}\"")}.");
            }
        }

        void ExpectAmount(string field, decimal expected, JsonNode? found)
        {
            if (!decimal.TryParse(found?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
                || Math.Abs(amount - expected) >= Cent)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{field} should be {expected} and is {found?.ToJsonString() ?? "missing"}."));
            }
        }
    }

    private static void CompareContents(
        Purchase purchase, JsonArray contents, Action<string, string, string?> expect, Action<string, decimal, JsonNode?> expectAmount)
    {
        expect("custom_data.contents: lines", $"{purchase.Items.Count}", $"{contents.Count}");
        foreach (var item in purchase.Items)
        {
            var line = contents.OfType<JsonObject>().FirstOrDefault(entry => Text(entry, "id") == item.Id);
            expect($"custom_data.contents: id {item.Id}", item.Id, line is null ? null : item.Id);
            if (line is not null)
            {
                expectAmount($"custom_data.contents: quantity of {item.Id}", item.Quantity, line["quantity"]);
                expectAmount($"custom_data.contents: item_price of {item.Id}", item.Price, line["item_price"]);
            }
        }
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Text(JsonObject item, string key) => item[key]?.ToString();

    /// <summary>Meta takes one hash or a list of them; this shopper has one of each.</summary>
    private static string? Only(JsonObject item, string key) => item[key] is JsonArray list ? string.Join(' ', list) : Text(item, key);
}
