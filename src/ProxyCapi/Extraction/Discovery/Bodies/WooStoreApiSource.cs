using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// WooCommerce's Store API: what was put into the cart, alone or in a batch. Prices are text in minor units, as <c>currency_minor_unit</c> says;
/// Meta's plug-in adds its event id under <c>extensions</c>. The checkout's answer has no total, and says nothing by itself.
/// </summary>
internal sealed class WooStoreApiSource : IDiscoverySource
{
    private const string Origin = "WooCommerce Store API";
    private const decimal MostPrice = 1_000_000_000_000;
    private const string Adding = "/wc/store/v1/cart/add-item";

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        var exchange = page.Document.Exchange;
        if (exchange.Method != "POST" || page.Document.Json is not JObject answer)
        {
            return;
        }

        var address = exchange.Path + Uri.UnescapeDataString(exchange.QueryString);
        if (address.Contains(Adding, StringComparison.Ordinal))
        {
            ReadCart(answer, page.Document.RequestJson, page, findings);
        }
        else if (address.Contains("/wc/store/v1/batch", StringComparison.Ordinal))
        {
            ReadBatch(answer, page, findings);
        }
    }

    private static void ReadBatch(JObject answer, DiscoveredPage page, Findings findings)
    {
        var requests = JsonFields.Find(page.Document.RequestJson, "requests") as JArray;
        var responses = JsonFields.Find(answer, "responses") as JArray;
        for (var i = 0; i < Math.Min(requests?.Count ?? 0, responses?.Count ?? 0); i++)
        {
            if (JsonFields.AsText(JsonFields.Find(requests![i], "path"))?.Contains(Adding, StringComparison.Ordinal) != true)
            {
                continue;
            }

            if (FailedAnswer.ReasonOfPart(responses![i]) is { } reason)
            {
                findings.Rejections.Add(new(Origin, reason));
            }
            else
            {
                ReadCart(JsonFields.Find(responses[i], "body"), JsonFields.Find(requests[i], "body", "data"), page, findings);
            }
        }
    }

    private static void ReadCart(JToken? cart, JToken? request, DiscoveredPage page, Findings findings)
    {
        if (FailedAnswer.ReasonOf(cart) is not null || JsonFields.Find(cart, "items") is not JArray { Count: > 0 } items)
        {
            return;
        }

        var wanted = JsonFields.AsText(JsonFields.Find(request, "id"));
        var item = items.FirstOrDefault(entry => wanted is not null && JsonFields.AsText(JsonFields.Find(entry, "id")) == wanted) ?? (items.Count == 1 ? items[0] : null);
        var tracked = EventOf(cart);
        if (item is null && tracked is null)
        {
            findings.Rejections.Add(new(Origin, "The cart does not say which of its items was added."));
            return;
        }

        var candidate = new Candidate { EventName = "AddToCart", Source = CandidateSource.JsonBody, Origin = Origin, EventId = JsonFields.AsText(JsonFields.Find(tracked, "event_id", "eventID", "eventId")) };
        MetaFields.Fill(candidate, tracked, page.Numbers);
        AddItem(candidate, item, JsonFields.Find(request, "quantity"));
        findings.Candidates.Add(candidate);
    }

    private static void AddItem(Candidate candidate, JToken? item, JToken? quantity)
    {
        var prices = JsonFields.Find(item, "prices");
        var format = new NumberFormat('.');
        if (JsonFields.AsText(JsonFields.Find(item, "id")) is not { } id || ApiAmount.CurrencyOf(prices) is not { } currency
            || ApiAmount.Find(prices, format, "price")?.InMajor(currency, AmountUnit.Unsaid) is not { } price
            || Number(price) is < 0 or > MostPrice)
        {
            return;
        }

        var count = new Amounts(format).Read(quantity) ?? new ScalarValue("1", ScalarKind.Number);
        candidate.CustomData.TryAdd("currency", new(currency));
        candidate.CustomData.TryAdd("value", new(PrintedNumber.ToText(Number(price) * Math.Clamp(Number(count), 0, 1_000_000)), ScalarKind.Number));
        if (candidate.Contents.Count == 0)
        {
            var line = new ContentItem { Fields = { ["id"] = new(id), ["quantity"] = count, ["item_price"] = price } };
            if (JsonFields.AsText(JsonFields.Find(item, "name")) is { } name)
            {
                line.Fields["title"] = new(name);
            }

            candidate.Contents.Add(line);
        }
    }

    /// <summary>The parameters of the plug-in's AddToCart, wherever in its extension they are; of several the last is the newest.</summary>
    private static JObject? EventOf(JToken? cart) =>
        (JsonFields.Find(JsonFields.Find(cart, "extensions"), "facebook-for-woocommerce") as JContainer)?.Descendants().OfType<JProperty>()
            .Where(property => property.Name == "params" && JsonFields.Find(property.Value, "event_id") is not null && IsAdding(property.Parent))
            .Select(property => property.Value as JObject).LastOrDefault();

    private static bool IsAdding(JToken? entry) => JsonFields.AsText(JsonFields.Find(entry, "name", "event_name", "event")) is null or "AddToCart";

    private static decimal Number(ScalarValue value) => decimal.Parse(value.Text, CultureInfo.InvariantCulture);
}
