using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>What looks like an order and is none: failed, refunded, cancelled (shop-pages.md section 0, point 7).</summary>
internal static class Guards
{
    private static readonly string[] StatusNames =
    [
        "order_status", "orderStatus", "payment_status", "paymentStatus", "transaction_status", "transactionStatus", "financial_status", "orderState", "order_state", "paymentState",
    ];

    private static readonly string[] Failures =
    [
        "fail", "cancel", "refund", "declin", "denied", "reject", "void", "expired", "error", "unpaid", "abandon", "storniert", "abgebrochen", "abgelehnt", "annul", "refus", "rembours",
    ];

    // Pages that plug-ins show under the address of a success.
    private static readonly string[] FailedPages = ["woocommerce-thankyou-order-failed"];

    /// <summary>Adds a candidate unless its own data says that the order failed.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="data">The object it was read from.</param>
    /// <param name="findings">Where it goes, or the reason why not.</param>
    public static void Add(Candidate candidate, JToken? data, Findings findings)
    {
        if (candidate.EventName == "Purchase" && FailedStatus(data) is { } status)
        {
            findings.Rejections.Add(new(candidate.Origin, $"The order's status is '{status}'."));
        }
        else
        {
            findings.Candidates.Add(candidate);
        }
    }

    /// <summary>The status in an order's data if it says that the order was not paid, or not kept.</summary>
    public static string? FailedStatus(JToken? data) =>
        TokenText.Text(TokenText.Member(data, StatusNames)) is { } status && IsFailure(status) ? status : null;

    /// <summary>Whether a status says that the order was not paid, or not kept.</summary>
    public static bool IsFailure(string status) => Failures.Any(word => status.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the page says that the payment failed, whatever its trackers print.</summary>
    public static bool IsFailedPage(string html) => FailedPages.Any(sign => html.Contains(sign, StringComparison.Ordinal));
}
