using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// What the amounts of an order say of their unit together. A whole number alone says nothing: JSON writes 65.00 as 65, and APIs write 64.50 as
/// 6450; that prices sum up to the total is true of both. But where one amount of the order has a fraction, all are in the currency's own unit,
/// since there is no half cent.
/// </summary>
internal static partial class OrderEvidence
{
    private const int MaxDepth = 5;

    private static readonly string[] AmountWords = ["price", "total", "amount"];

    private static readonly string[] OtherWords = ["rate", "percent", "weight", "quantity", "qty", "count", "ratio", "factor", "balance", "points"];

    /// <summary>The unit of the order's amounts that do not say theirs.</summary>
    public static AmountUnit UnitOf(JToken? order) => HasFraction(order, isAmount: false, 0) ? AmountUnit.Major : AmountUnit.Unsaid;

    private static bool HasFraction(JToken? token, bool isAmount, int depth) => depth <= MaxDepth && token switch
    {
        JObject fields => fields.Properties().Any(property => HasFraction(property.Value, IsAmount(property, isAmount), depth + 1)),
        JArray list => list.Any(entry => HasFraction(entry, isAmount: false, depth + 1)),
        JValue { Type: JTokenType.Float, Value: decimal number } => isAmount && number != decimal.Truncate(number),
        JValue { Type: JTokenType.String, Value: string text } => isAmount && Fraction().IsMatch(text),
        _ => false,
    };

    private static bool IsAmount(JProperty property, bool isAmount)
    {
        var name = ApiAmount.Plain(property.Name);
        return !OtherWords.Any(word => name.Contains(word, StringComparison.Ordinal))
            && (AmountWords.Any(word => name.Contains(word, StringComparison.Ordinal)) || (isAmount && name is "gross" or "net" or "value"));
    }

    [GeneratedRegex(@"^\s*[0-9]+[.,][0-9]{2}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();
}
