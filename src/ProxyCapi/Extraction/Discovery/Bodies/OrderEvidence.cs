using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// What the amounts of an order say of their unit together. A whole number alone says nothing: JSON writes 65.00 as 65, and APIs write 64.50 as
/// 6450; that prices sum up to the total is true of both. But where one amount of the order has a fraction, all that are written alike are in the
/// currency's own unit, since there is no half cent; unless the fraction is the total once more in the other unit.
/// </summary>
internal static partial class OrderEvidence
{
    private const int MaxDepth = 5;

    private const decimal Hundred = 100;

    private static readonly string[] AmountWords = ["price", "total", "amount"];

    private static readonly string[] OtherWords = ["rate", "percent", "weight", "quantity", "qty", "count", "ratio", "factor", "balance", "points", "format", "display", "label"];

    /// <summary>The unit of the order's amounts that do not say theirs.</summary>
    /// <param name="order">The order.</param>
    /// <param name="total">Its total; <see langword="null"/> if it has none.</param>
    public static AmountUnit UnitOf(JToken? order, ApiAmount? total)
    {
        var fractions = Fractions(order, isText: total is { IsText: true }, isAmount: false, 0).ToArray();
        return fractions.Length > 0 && !fractions.Contains((total?.Number ?? 0) / Hundred) ? AmountUnit.Major : AmountUnit.Unsaid;
    }

    private static IEnumerable<decimal> Fractions(JToken? token, bool isText, bool isAmount, int depth) => token switch
    {
        JObject fields when depth <= MaxDepth => fields.Properties().SelectMany(property => Fractions(property.Value, isText, IsAmount(property.Name), depth + 1)),
        JArray list when depth <= MaxDepth => list.SelectMany(entry => Fractions(entry, isText, isAmount: false, depth + 1)),
        JValue { Type: JTokenType.Float, Value: decimal number } when isAmount && !isText && number != decimal.Truncate(number) => [number],
        JValue { Type: JTokenType.String, Value: string text } when isAmount && isText && Fraction().IsMatch(text)
            && decimal.TryParse(text.Replace(',', '.'), CultureInfo.InvariantCulture, out var number) => [number],
        _ => [],
    };

    private static bool IsAmount(string property)
    {
        var name = ApiAmount.Plain(property);
        return AmountWords.Any(word => name.Contains(word, StringComparison.Ordinal)) && !OtherWords.Any(word => name.Contains(word, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*[0-9]{1,12}[.,][0-9]{2}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();
}
