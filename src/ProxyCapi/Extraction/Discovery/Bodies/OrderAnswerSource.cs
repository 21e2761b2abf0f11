using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// The answer of a shop's own API to the request that places an order: one order, at the top or in one or two wrappers, with an id, a total and a
/// currency. A total without a sign of its unit is not guessed at (<see cref="OrderEvidence"/>).
/// </summary>
internal sealed class OrderAnswerSource : IDiscoverySource
{
    private const string Origin = "order in a JSON answer";

    private static readonly TimeSpan NewFor = TimeSpan.FromDays(1);

    private static readonly string[] Wrappers = ["order", "data", "result", "checkout", "payload", "response", "purchase", "body", "content", "order_data", "orderData"];
    private static readonly string[] OrderWrappers = ["order", "purchase", "order_data", "orderData"];
    private static readonly string[] OrderIds = ["order_number", "orderNumber", "order_no", "orderNo", "order_id", "orderId", "increment_id", "incrementId", "order_reference", "orderReference", "order_code", "orderCode"];
    private static readonly string[] IdsInOrders = ["number", "display_id", "displayId", "reference", "code", "name", "id", "uuid"];
    private static readonly string[] Totals =
    [
        "grandtotal", "ordertotal", "totalprice", "totalamount", "amounttotal", "orderamount", "ordervalue", "finaltotal", "totalwithtax", "totalincltax", "totalgross", "grosstotal", "total",
    ];

    private static readonly string[] TotalsObjects = ["totals", "summary", "prices", "amounts", "payment", "pricing"];
    private static readonly string[] Dates = ["created_at", "createdAt", "date_created", "dateCreated", "created", "order_date", "orderDate", "placed_at", "placedAt"];
    private static readonly string[] States = ["status", "state"];
    private static readonly string[] OpenStates = ["draft", "requires", "incomplete", "quote"];

    // With these the page goes on to the payment.
    private static readonly string[] StillToPay = ["client_secret", "clientSecret", "payment_url", "paymentUrl", "approval_url", "approvalUrl", "checkout_url", "checkoutUrl", "next_action", "nextAction"];

    // Answers to what shoppers do with carts, and with orders that they have already.
    private static readonly string[] CartSegments = ["cart", "carts", "basket", "baskets", "wishlist", "quote", "quotes"];
    private static readonly string[] PlacingSegments = ["complete", "order", "orders", "place-order", "placeorder", "checkout", "purchase", "submit", "confirm"];
    private static readonly string[] OldSegments =
    [
        "account", "admin", "track", "tracking", "lookup", "search", "history", "cancel", "cancellation", "refund", "refunds", "return", "returns", "my-orders", "estimate", "calculate", "preview", "invoice",
        "address", "addresses", "shipping", "shipping-address", "billing-address", "shipping-method", "shipping-methods", "coupon", "coupons", "promo", "discount", "items", "notes",
    ];

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        var exchange = page.Document.Exchange;
        if (page.IsHtml || exchange.Method is not ("POST" or "PUT" or "PATCH") || exchange.StatusCode is not (200 or 201 or 202)
            || page.Document.Json is not JObject answer || FailedAnswer.ReasonOf(answer) is not null || MedusaSource.IsAnswer(answer))
        {
            return;
        }

        var segments = exchange.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isOrders = Has(segments, ["order", "orders"]);
        if (Find(answer, isOrders, 0) is not var (order, id))
        {
            return;
        }

        if (Has(segments, OldSegments))
        {
            findings.Rejections.Add(new(Origin, "The address is not one where orders are placed."));
        }
        else if (!Has(segments, CartSegments) || Has(segments, PlacingSegments))
        {
            Read(order, id, answer, page, findings);
        }
    }

    private static void Read(JObject order, string id, JObject answer, DiscoveredPage page, Findings findings)
    {
        if ((Problem(order, page.Document.Exchange.ReceivedAt) ?? ProblemOf(answer)) is { } problem)
        {
            findings.Rejections.Add(new(Origin, problem));
            return;
        }

        if (TotalOf(order, page.Numbers) is not { } total)
        {
            findings.Rejections.Add(new(Origin, "The answer names an order, but no total that can be read."));
        }
        else if ((total.Currency ?? ApiAmount.CurrencyOf(order) ?? ApiAmount.CurrencyOf(answer)) is not { } currency)
        {
            findings.Rejections.Add(new(Origin, "The answer has a total, but does not say its currency."));
        }
        else if (total.InMajor(currency, OrderEvidence.UnitOf(order, total)) is not { } value)
        {
            findings.Rejections.Add(new(Origin, $"The total {PrintedNumber.ToText(total.Number)} could be {currency} or its hundredth part: a rule has to say which."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = "Purchase",
                Source = CandidateSource.JsonBody,
                Origin = Origin,
                CustomData = { ["order_id"] = new(id), ["value"] = value, ["currency"] = new(currency) },
            };
            AddLines(candidate, order, UnitOfLines(order, total, currency), page);
            ApiCustomer.Add(candidate, order, page);
            findings.AddUnlessRefused(candidate, order);
        }
    }

    // Of a minor unit that is not the currency's own nobody knows whether the lines have it too.
    private static AmountUnit UnitOfLines(JObject order, ApiAmount total, string currency) => total.Unit switch
    {
        AmountUnit.Unsaid => OrderEvidence.UnitOf(order, total),
        AmountUnit.Minor when total.Decimals is { } decimals && decimals != PrintedNumber.DecimalsOf(currency) => AmountUnit.Unsaid,
        _ => total.Unit,
    };

    // Lines that do not say their unit have the total's; those of the request speak for themselves.
    private static void AddLines(Candidate candidate, JObject order, AmountUnit unit, DiscoveredPage page)
    {
        var format = page.Numbers with { Currency = candidate.CustomData["currency"].Text };
        var lines = ApiLines.Of(order);
        ApiLines.Add(candidate, lines, unit, format);
        if (lines is null)
        {
            var request = page.Document.RequestJson;
            ApiLines.Add(candidate, ApiLines.Of(request) ?? ApiLines.Of(JsonFields.Find(request, "order", "cart")), OrderEvidence.UnitOf(request, null), format);
        }
    }

    private static (JObject Order, string Id)? Find(JObject container, bool isOrder, int depth)
    {
        if (JsonFields.AsText(JsonFields.Find(container, OrderIds)) is { } id)
        {
            return (container, id);
        }

        if (isOrder && TotalOf(container, default) is not null && JsonFields.AsText(JsonFields.Find(container, IdsInOrders)) is { } ownId)
        {
            return (container, ownId);
        }

        if (depth < 2)
        {
            foreach (var name in Wrappers)
            {
                if (JsonFields.Find(container, name) is JObject inner && Find(inner, isOrder || OrderWrappers.Contains(name), depth + 1) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static ApiAmount? TotalOf(JObject order, NumberFormat format)
    {
        if (ApiAmount.Find(order, format, Totals) is { } total)
        {
            return total;
        }

        foreach (var name in TotalsObjects)
        {
            if (ApiAmount.Find(JsonFields.Find(order, name), format, Totals) is { } inner)
            {
                return inner with { Currency = inner.Currency ?? ApiAmount.CurrencyOf(JsonFields.Find(order, name)) };
            }
        }

        return null;
    }

    private static string? Problem(JObject order, DateTimeOffset now)
    {
        if ((ProblemOf(order) ?? ProblemOf(JsonFields.Find(order, "payment", "transaction"))) is { } problem)
        {
            return problem;
        }

        return JsonFields.AsText(JsonFields.Find(order, Dates)) is { Length: >= 10 } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) && now - created > NewFor
            ? "The order is older than a day."
            : null;
    }

    private static string? ProblemOf(JToken? data)
    {
        if (JsonFields.AsText(JsonFields.Find(data, States)) is { } state && (OrderStatus.Refusal(state) is not null || OpenStates.Any(word => state.Contains(word, StringComparison.OrdinalIgnoreCase))))
        {
            return $"The order's status is '{state}'.";
        }

        return OrderStatus.Refusal(data as JObject) ?? (JsonFields.Find(data, StillToPay) is not null ? "The payment still has to be made." : null);
    }

    private static bool Has(string[] segments, string[] words) => segments.Any(segment => words.Contains(segment, StringComparer.OrdinalIgnoreCase));
}
