using Microsoft.Net.Http.Headers;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Refusals;

/// <summary>
/// What a page as a whole says against its purchases: the payment failed, or the orders are old ones of an account. An event that the page makes
/// (a pixel's call, a push with an event's name) is believed on an account's page too, where some plug-ins report late; data without an event is not,
/// nor are several orders at once.
/// </summary>
internal static class PageGuard
{
    private const string Purchase = "Purchase";

    private static readonly HashSet<string> FailedPaths = new(StringComparer.Ordinal)
    {
        "failure", "failed", "fail", "cancel", "canceled", "cancelled", "declined", "error",
    };

    private static readonly HashSet<string> AccountPaths = new(StringComparer.Ordinal)
    {
        "account", "myaccount", "konto", "meinkonto", "kundenkonto", "compte", "moncompte", "micuenta", "cuenta", "minhaconta", "orderhistory", "orders", "myorders",
        "bestellungen", "commandes", "pedidos", "ordini", "history", "vieworder", "orderdetail", "orderdetails", "profile",
    };

    private static readonly string[] StatusKeys =
        ["redirect_status", "status", "payment_status", "paymentStatus", "payment", "result", "state", "resultCode", "transaction_status", "order_status", "collection_status"];

    private static readonly string[] FailureFlags = ["failed", "failure", "cancel", "cancelled", "canceled", "declined", "error", "payment_failed", "paymentFailed"];

    /// <summary>Takes out of the findings what the page speaks against.</summary>
    public static void Apply(DiscoveredPage page, Findings findings)
    {
        var purchases = findings.Candidates.Where(candidate => candidate.EventName == Purchase).ToList();
        if (purchases.Count == 0)
        {
            return;
        }

        if (IsFailed(page))
        {
            Reject(findings, purchases, "the page says that the order failed or was cancelled", RejectionKind.Unpaid);
            return;
        }

        Reject(findings, [.. purchases.Where(IsRefund)], "a negative value is a refund", RejectionKind.Unpaid);
        if (IsAccount(page))
        {
            var told = purchases.Where(candidate => candidate.Source > CandidateSource.PlugIn).ToList();
            var several = told.Select(candidate => candidate.OrderId).OfType<string>().Distinct(StringComparer.Ordinal).Skip(1).Any();
            Reject(
                findings,
                [.. told.Where(candidate => several || candidate.IsRemark || candidate.Source >= CandidateSource.EmbeddedJson)],
                "an order in the shopper's account is an old one", RejectionKind.Doubtful);
        }
    }

    /// <summary>Whether the address is one of a shopper's account, and not of an order that has just been placed.</summary>
    public static bool IsAccount(DiscoveredPage page)
    {
        // What is posted there happens now: POST /api/orders.
        var segments = Segments(page);
        return page.Document.Exchange.Method == "GET" && segments.Any(AccountPaths.Contains) && !IsConfirmation(page) && (page.IsHtml || !IsAskedByConfirmation(page));
    }

    /// <summary>Whether the address is one of those to which shops lead after an order: a hint, not a proof.</summary>
    public static bool IsConfirmation(DiscoveredPage page) => Segments(page).Exists(ConfirmationAddress.IsSegment);

    /// <summary>The same for the page from which a script asked: the address in the request's <c>Referer</c>, if it is one of the same host.</summary>
    public static bool IsAskedByConfirmation(DiscoveredPage page) =>
        page.Document.Exchange.RequestHeaders.TryGetValue(HeaderNames.Referer, out var referer) && Uri.TryCreate(referer.ToString(), UriKind.Absolute, out var asking)
        && asking.Authority.Equals(page.Document.Exchange.Host, StringComparison.OrdinalIgnoreCase)
        && ConfirmationAddress.Is(asking.AbsolutePath);

    /// <summary>Whether the address or the page says that the payment failed.</summary>
    public static bool IsFailed(DiscoveredPage page)
    {
        var segments = Segments(page);
        if (segments.Count > 0 && FailedPaths.Contains(segments[^1]))
        {
            return true;
        }

        // Payment services lead back with their answer: ?redirect_status=failed
        if (StatusKeys.Any(key => page.Document.Query(key) is { } said && OrderStatus.Refusal(said) is not null)
            || FailureFlags.Any(key => page.Document.Query(key) is "1" or "true" or "yes") || page.Document.Query("success") is "0" or "false" or "no")
        {
            return true;
        }

        return page.Document.Text.Contains("woocommerce-thankyou-order-failed", StringComparison.Ordinal)
            && page.Document.Html.QuerySelector(".woocommerce-thankyou-order-failed") is not null;
    }

    private static bool IsRefund(Candidate candidate) =>
        candidate.CustomData.TryGetValue("value", out var value) && value.Kind == Conversions.ScalarKind.Number && value.Text.StartsWith('-');

    private static void Reject(Findings findings, List<Candidate> candidates, string reason, RejectionKind kind)
    {
        foreach (var candidate in candidates)
        {
            findings.Candidates.Remove(candidate);
            findings.Rejections.Add(new Rejection(candidate.Origin, reason) { Kind = kind });
        }
    }

    private static List<string> Segments(DiscoveredPage page) =>
        [.. $"{page.Document.Exchange.Path}/{page.Document.Query("route")}".Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => string.Concat(FieldWords.Of(segment)))];
}
