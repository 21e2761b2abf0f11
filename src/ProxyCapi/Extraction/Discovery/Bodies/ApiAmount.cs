using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// An amount as an API states it: a number, number text, localised text or an object. It is in minor units only where its own shape says so
/// (<c>total_cents</c>, <c>centAmount</c>, <c>currency_minor_unit</c>, <c>exponent</c>).
/// </summary>
/// <param name="Number">The number as it stands there.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Decimals">The decimals of the minor unit, where they are stated.</param>
/// <param name="Currency">The currency, where the amount itself names it.</param>
/// <param name="IsText">Whether it is text.</param>
internal readonly record struct ApiAmount(decimal Number, AmountUnit Unit, int? Decimals, string? Currency, bool IsText)
{
    private const int MaxDepth = 3;

    private const int MaxName = 64;

    private static readonly string[] MinorEndings = ["cents", "incents", "minor", "inminor", "minorunits", "inminorunits", "minorunit"];

    private static readonly string[] DecimalNames = ["currency_minor_unit", "minor_unit", "exponent", "currency_exponent", "fractionDigits", "fraction_digits"];

    private static readonly string[] CurrencyNames = ["currency", "currency_code", "currencyCode", "currency_iso", "order_currency", "order_currency_code", "currencyIso", "iso_currency"];

    /// <summary>The first amount of an object that has one of the names, in upper or lower case, with underscores or without.</summary>
    /// <param name="container">The object.</param>
    /// <param name="format">What is known of its numbers.</param>
    /// <param name="names">The names, in lower case and without underscores; best first.</param>
    public static ApiAmount? Find(JToken? container, NumberFormat format, params ReadOnlySpan<string> names)
    {
        if (container is not JObject fields)
        {
            return null;
        }

        var decimals = DecimalsIn(fields);
        var members = fields.Properties().Where(property => property.Name.Length <= MaxName).Select(property => (Name: Plain(property.Name), property.Value)).ToArray();
        foreach (var name in names)
        {
            foreach (var (plain, value) in members)
            {
                if (plain.StartsWith(name, StringComparison.Ordinal) && plain[name.Length..] is var ending
                    && (ending.Length == 0 || MinorEndings.Contains(ending))
                    && Of(value, decimals, ending.Length > 0, format, 0) is { } amount)
                {
                    return amount;
                }
            }
        }

        return null;
    }

    /// <summary>The currency that an object names.</summary>
    public static string? CurrencyOf(JToken? container)
    {
        var currency = JsonFields.Find(container, CurrencyNames);
        var code = JsonFields.AsText(currency is JObject ? JsonFields.Find(currency, "code", "iso_code", "isoCode", "iso") : currency);
        return code is { Length: 3 } && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;
    }

    /// <summary>A name in lower case without what shops put between its words.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The amount in the currency's own unit; <see langword="null"/> if nothing says which unit it is.</summary>
    /// <param name="currency">The order's currency.</param>
    /// <param name="unsaid">The unit of amounts that do not say theirs, where the order as a whole says it.</param>
    public ScalarValue? InMajor(string currency, AmountUnit unsaid)
    {
        var decimals = Decimals ?? PrintedNumber.DecimalsOf(currency);
        var unit = Unit == AmountUnit.Unsaid ? unsaid : Unit;
        return unit == AmountUnit.Unsaid && decimals > 0 ? null : new ScalarValue(PrintedNumber.ToText(unit == AmountUnit.Minor ? Scaled(decimals) : Number), ScalarKind.Number);
    }

    private decimal Scaled(int decimals) => Number * new decimal(1, 0, 0, false, (byte)decimals);

    private static ApiAmount? Of(JToken? token, int? decimals, bool isMinor, NumberFormat format, int depth)
    {
        if (token is JObject money)
        {
            return depth < MaxDepth ? OfObject(money, decimals, isMinor, format, depth) : null;
        }

        if (token is not JValue || !JsonFields.IsThere(token))
        {
            return null;
        }

        var text = token.Type == JTokenType.String ? ((string?)token)!.Trim() : null;
        var currency = text is null ? null : CurrencySigns.Find(text);
        if (new Amounts(format with { Currency = currency ?? format.Currency }).Read(token) is not { } number)
        {
            return null;
        }

        var value = decimal.Parse(number.Text, System.Globalization.CultureInfo.InvariantCulture);
        var isWhole = token.Type == JTokenType.Integer || (text is not null && text.All(char.IsAsciiDigit));
        var unit = !isWhole || value == 0 ? AmountUnit.Major : isMinor || decimals is not null ? AmountUnit.Minor : AmountUnit.Unsaid;
        return new(value, unit, decimals, currency, text is not null);
    }

    private static ApiAmount? OfObject(JObject money, int? outer, bool isMinor, NumberFormat format, int depth)
    {
        var currency = CurrencyOf(money);
        var decimals = DecimalsIn(money) ?? outer;
        var inner = format with { Currency = currency ?? format.Currency };
        ApiAmount? amount = null;
        foreach (var name in (ReadOnlySpan<string>)["gross", "centAmount", "amount_cents", "amountCents", "amountInCents", "amount_in_cents", "cents", "amount_minor", "minorAmount", "amountMinor"])
        {
            amount ??= Of(JsonFields.Find(money, name), decimals, isMinor || name != "gross", inner, depth + 1);
        }

        amount ??= Of(JsonFields.Find(money, "amount", "value", "number", "formatted"), decimals, isMinor, inner, depth + 1);
        return amount is { } found ? found with { Currency = found.Currency ?? currency } : null;
    }

    private static int? DecimalsIn(JObject fields)
    {
        var stated = JsonFields.Find(fields, DecimalNames) ?? JsonFields.Find(JsonFields.Find(fields, "currency"), DecimalNames);
        return JsonFields.AsText(stated) is { Length: 1 } digit && digit[0] is >= '0' and <= '4' ? digit[0] - '0' : null;
    }
}
