using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Normalization;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Reads the amounts of one object. Numbers are what they are; texts are read as printed numbers, and what could be two amounts is none.
/// </summary>
/// <param name="format">What is known of the object's texts.</param>
internal readonly partial struct Amounts(NumberFormat format)
{
    private const int MaxTexts = 400;

    /// <summary>
    /// The reader for an object: the decimal mark that its own texts show beyond doubt, else that of the page's language.
    /// </summary>
    /// <param name="data">The object, with its lines.</param>
    /// <param name="page">What is known of the page's numbers.</param>
    /// <param name="currency">The order's currency, for its number of decimals.</param>
    public static Amounts Of(JToken data, NumberFormat page, string? currency)
    {
        char? shown = null;
        foreach (var mark in Texts(data).Take(MaxTexts).Select(ShownMark).OfType<char>())
        {
            if (shown is { } other && other != mark)
            {
                shown = null;
                break;
            }

            shown = mark;
        }

        return new Amounts(new NumberFormat(shown ?? page.DecimalMark, currency ?? page.Currency));
    }

    /// <summary>The code of a currency, from a code in any case or a sign that only one currency has.</summary>
    public static string? Currency(JToken? token) =>
        JsonFields.AsText(token) is { } text ? (text.Length == 3 ? CurrencyNormalizer.Normalize(text) : null) ?? CurrencySigns.Find(text) : null;

    /// <summary>The amount, or <see langword="null"/> if there is none or it is not clear.</summary>
    public ScalarValue? Read(JToken? token)
    {
        if (token is not JValue || JsonFields.AsText(token) is not { } text)
        {
            return null;
        }

        if (token.Type is JTokenType.Integer or JTokenType.Float)
        {
            return Expressions.JsonPath.ToScalar(token) is { Kind: ScalarKind.Number } number ? number : null;
        }

        return PrintedNumber.Parse(text, format) is { } printed ? new ScalarValue(PrintedNumber.ToText(printed), ScalarKind.Number) : null;
    }

    // Amounts only: a version or an id has points too.
    private static IEnumerable<string> Texts(JToken data) =>
        (data as JContainer)?.Descendants().OfType<JProperty>()
            .Where(property => property.Value.Type == JTokenType.String && AmountKey().IsMatch(property.Name))
            .Select(property => (string)property.Value!) ?? [];

    // "12,50" and "1.299,00" show it; "1.299", "1.299.000" and "1.234.56" do not.
    private static char? ShownMark(string text)
    {
        var end = text.Length - 1;
        while (end >= 0 && !char.IsAsciiDigit(text[end]))
        {
            end--;
        }

        var at = end < 0 ? -1 : text.LastIndexOfAny(['.', ','], end);
        var other = at < 0 ? ' ' : text[at] == '.' ? ',' : '.';
        var isMark = at > 0 && (text.Contains(other, StringComparison.Ordinal) || end - at <= 2)
            && text.AsSpan(0, at).Count(text[at]) == 0 && !text.AsSpan(at + 1, end - at).ContainsAnyExceptInRange('0', '9');
        return isMark ? text[at] : null;
    }

    [GeneratedRegex("value|price|total|revenue|amount|tax|shipping|subtotal", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmountKey();
}
