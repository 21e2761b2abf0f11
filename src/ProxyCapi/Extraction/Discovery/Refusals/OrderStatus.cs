using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Refusals;

/// <summary>What an order's data says of its state: failed, declined, refunded and cancelled orders are no sale, delivered ones are old.</summary>
internal static class OrderStatus
{
    private const int MaxDepth = 3;

    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "status", "orderstatus", "orderstate", "paymentstatus", "paymentstate", "financialstatus", "transactionstatus", "purchasestatus", "fulfillmentstatus", "statuscode",
    };

    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "failed", "failure", "declined", "refunded", "cancelled", "canceled", "voided", "denied", "rejected", "error", "expired", "abandoned", "chargeback", "chargedback",
        "returned", "problem", "reversed", "storniert", "abgebrochen", "abgelehnt", "fehlgeschlagen", "erstattet", "annulé", "annulée", "refusé", "refusée", "remboursé",
        "remboursée", "échouée", "cancelado", "cancelada", "anulado", "anulada", "rechazado", "reembolsado", "fallido", "annullato", "rimborsato", "rifiutato", "geannuleerd", "mislukt",
    };

    private static readonly HashSet<string> Old = new(StringComparer.Ordinal) { "delivered" };

    private const string Failed = "the order's status says that it failed, was refused, refunded or cancelled";

    /// <summary>The rejection for what <see cref="Refusal(JObject?)"/> says.</summary>
    public static Rejection Reject(string origin, string refusal) => new(origin, refusal) { Kind = refusal == Failed ? RejectionKind.Unpaid : RejectionKind.Doubtful };

    /// <summary>Why the order does not count, in words; <see langword="null"/> if nothing speaks against it.</summary>
    /// <param name="data">The order's data; its lists are its lines and say nothing of it.</param>
    public static string? Refusal(JObject? data) => Refusal(data, 0);

    /// <summary>The same for one status: <c>wc-failed</c>, <c>Refunded</c>, <c>https://schema.org/OrderCancelled</c>.</summary>
    public static string? Refusal(string status)
    {
        var words = FieldWords.Of(status);
        return words.Exists(Refused.Contains) ? Failed
            : words.Exists(Old.Contains) ? "the order has been delivered already: it is an old one"
            : null;
    }

    private static string? Refusal(JObject? data, int depth)
    {
        foreach (var property in data?.Properties() ?? [])
        {
            var refusal = property.Value switch
            {
                JObject inner when depth < MaxDepth => Refusal(inner, depth + 1),
                JValue { Value: string text } when Keys.Contains(string.Concat(FieldWords.Of(property.Name))) => Refusal(text),
                _ => null,
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }
}
