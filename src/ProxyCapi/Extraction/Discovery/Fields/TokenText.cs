using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>Values out of JSON as trackers write it: text numbers, lists as JSON text, blanks around keys and values (shop-pages.md section 0, point 3).</summary>
internal static class TokenText
{
    private const int LongestText = 500;

    /// <summary>A member, whatever blanks stand around its name and whatever its case; the first of several names that is there.</summary>
    public static JToken? Member(JToken? token, params ReadOnlySpan<string> names)
    {
        if (token is not JObject container)
        {
            return null;
        }

        foreach (var name in names)
        {
            foreach (var property in container.Properties())
            {
                if (property.Name.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase) && IsKnown(property.Value))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    /// <summary>Whether there is a value: not null, not unknown, not blank.</summary>
    public static bool IsKnown(JToken? token) =>
        token is not null && token.Type is not (JTokenType.Null or JTokenType.Undefined or JTokenType.None)
        && !(token.Type == JTokenType.String && string.IsNullOrWhiteSpace((string?)token));

    /// <summary>A scalar as text, trimmed; numbers in invariant notation.</summary>
    public static string? Text(JToken? token)
    {
        var text = token is JValue value && IsKnown(token) && token.Type is not JTokenType.Boolean
            ? string.Format(CultureInfo.InvariantCulture, "{0}", value.Value).Trim()
            : null;
        return text is { Length: > 0 and <= LongestText } ? text : null;
    }

    /// <summary>A number: as it is, or as people print it. What could be two numbers is none.</summary>
    /// <param name="token">The value.</param>
    /// <param name="format">What is known of the page's numbers.</param>
    public static ScalarValue? Number(JToken? token, NumberFormat format)
    {
        if (!IsKnown(token))
        {
            return null;
        }

        var number = token!.Type switch
        {
            JTokenType.Integer or JTokenType.Float => Decimal((JValue)token),
            JTokenType.String => PrintedNumber.Parse((string)token!, format),
            _ => null,
        };
        return number is { } found ? new ScalarValue(PrintedNumber.ToText(found), ScalarKind.Number) : null;
    }

    /// <summary>The entries of a list, be it a list, an object with numbered members, JSON text, or one single entry.</summary>
    public static IEnumerable<JToken> Entries(JToken? token) => JsonReading.Unwrap(token) switch
    {
        JArray list => list.Where(IsKnown),
        JObject container when container.Count > 0 && container.Properties().All(property => property.Name.All(char.IsAsciiDigit)) => container.PropertyValues().Where(IsKnown),
        { } single when IsKnown(single) => [single],
        _ => [],
    };

    private static decimal? Decimal(JValue value)
    {
        try
        {
            return Convert.ToDecimal(value.Value, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is OverflowException or FormatException or InvalidCastException)
        {
            return null;
        }
    }
}
