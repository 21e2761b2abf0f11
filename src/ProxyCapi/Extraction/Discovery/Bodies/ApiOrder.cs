using System.Globalization;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;
using ProxyCapi.Capture;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// An order as a shop's own code writes it, in an API's answer or in the state of a page: an id, a total and a currency. A total without a sign of
/// its unit is not guessed at (<see cref="OrderEvidence"/>).
/// </summary>
internal static class ApiOrder
{
    private const string TooOld = "The order is older than a day.";

    private static readonly TimeSpan NewFor = TimeSpan.FromDays(1);

    private static readonly string[] Wrappers = ["order", "data", "result", "checkout", "payload", "response", "purchase", "body", "content", "order_data", "orderData"];
    private static readonly string[] OrderWrappers = ["order", "purchase", "order_data", "orderData"];
    private static readonly string[] OrderIds = ["order_number", "orderNumber", "order_no", "orderNo", "order_id", "orderId", "increment_id", "incrementId", "order_reference", "orderReference", "order_code", "orderCode"];
    private static readonly string[] OrderName = ["order", "purchase", "orderdata", "orderdetails", "orderdetail", "orderinfo", "placedorder", "completedorder", "confirmedorder", "lastorder", "currentorder", "ordersummary", "orderconfirmation"];
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

    /// <summary>The order in an object: the object itself, or what stands in one or two wrappers.</summary>
    /// <param name="container">The object.</param>
    /// <param name="isOrder">Whether something else says that it is an order, so that plain names of ids count.</param>
    public static (JObject Order, string Id)? Find(JObject container, bool isOrder) => Find(container, isOrder, 0);

    /// <summary>The id of an object that is an order with a total; <see langword="null"/> if it is none.</summary>
    /// <param name="data">The object.</param>
    /// <param name="name">The name under which it stands.</param>
    public static string? IdOf(JObject data, string name) =>
        TotalOf(data, default) is null ? null
        : JsonFields.AsText(JsonFields.Find(data, OrderIds)) ?? (IsOrderName(name) ? JsonFields.AsText(JsonFields.Find(data, IdsInOrders)) : null);

    /// <summary>Reads the order; what speaks against it is a rejection.</summary>
    /// <param name="order">The order.</param>
    /// <param name="id">Its id.</param>
    /// <param name="around">What it stands in.</param>
    /// <param name="found">The source, its name for people, and whether it is only a remark.</param>
    /// <param name="page">The page.</param>
    /// <param name="findings">Where the order goes.</param>
    public static void Read(JObject order, string id, JObject around, (CandidateSource Source, string Origin, bool IsRemark) found, DiscoveredPage page, Findings findings)
    {
        if ((Problem(order, page.Document.Exchange) ?? ProblemOf(around)) is { } problem)
        {
            findings.Rejections.Add(new(found.Origin, problem) { Kind = problem == TooOld ? RejectionKind.Doubtful : RejectionKind.Unpaid });
            return;
        }

        if (TotalOf(order, page.Numbers) is not { } total)
        {
            findings.Rejections.Add(new(found.Origin, "The answer names an order, but no total that can be read."));
        }
        else if ((total.Currency ?? ApiAmount.CurrencyOf(order) ?? ApiAmount.CurrencyOf(around)) is not { } currency)
        {
            findings.Rejections.Add(new(found.Origin, "The answer has a total, but does not say its currency."));
        }
        else if (total.InMajor(currency, OrderEvidence.UnitOf(order, total)) is not { } value)
        {
            findings.Rejections.Add(new(found.Origin, $"The total {PrintedNumber.ToText(total.Number)} could be {currency} or its hundredth part: a rule has to say which."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = "Purchase",
                Source = found.Source,
                Origin = found.Origin,
                IsRemark = found.IsRemark,
                CustomData = { ["order_id"] = new(id), ["value"] = value, ["currency"] = new(currency) },
            };
            AddLines(candidate, order, UnitOfLines(order, total, currency), page);
            ApiCustomer.Add(candidate, order, page);
            findings.AddUnlessRefused(candidate, order);
        }
    }

    private static bool IsOrderName(string name) => OrderName.Contains(ApiAmount.Plain(name));

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

    private static string? Problem(JObject order, Exchange exchange)
    {
        if ((ProblemOf(order) ?? ProblemOf(JsonFields.Find(order, "payment", "transaction"))) is { } problem)
        {
            return problem;
        }

        return JsonFields.AsText(JsonFields.Find(order, Dates)) is { Length: >= 10 } text && AnsweredAt(exchange) is { } now
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) && now - created > NewFor
            ? TooOld
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

    // By the site's clock, which the order's date is by.
    private static DateTimeOffset? AnsweredAt(Exchange exchange) =>
        exchange.ResponseHeaders.TryGetValue(HeaderNames.Date, out var date) && HeaderUtilities.TryParseDate(date.ToString(), out var answered) ? answered : null;
}
