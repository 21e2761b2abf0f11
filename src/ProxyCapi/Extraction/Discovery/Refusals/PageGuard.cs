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
        return page.Document.Exchange.Method == "GET" && segments.Any(AccountPaths.Contains) && !IsConfirmation(page);
    }

    /// <summary>Whether the address is one of those to which shops lead after an order: a hint, not a proof.</summary>
    public static bool IsConfirmation(DiscoveredPage page) =>
        Segments(page).Exists(ConfirmationAddress.IsSegment);

    /// <summary>Whether the address or the page says that the payment failed.</summary>
    public static bool IsFailed(DiscoveredPage page)
    {
        var segments = Segments(page);
        if (segments.Count > 0 && FailedPaths.Contains(segments[^1]))
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
