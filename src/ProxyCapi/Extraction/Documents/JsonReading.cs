using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Documents;

/// <summary>
/// Text to JSON for JMESPath, whose library works on Newtonsoft's tokens. Amounts stay decimal, dates stay text, and depth is bounded.
/// </summary>
internal static class JsonReading
{
    private const int MaxDepth = 64;

    /// <summary>The object or list that a JSON text holds as text: plug-ins encode twice. Anything else is given back as it is.</summary>
    public static JToken? Unwrap(JToken? token) =>
        token is JValue { Type: JTokenType.String } text && TryParse((string?)text.Value) is JContainer inner ? inner : token;

    /// <summary>The JSON value, or <see langword="null"/> if the text is none.</summary>
    public static JToken? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // A number beyond decimals (1e400) is nobody's amount, and no reason to lose the others.
        return TryParse(text, FloatParseHandling.Decimal) ?? TryParse(text, FloatParseHandling.Double);
    }

    private static JToken? TryParse(string text, FloatParseHandling numbers)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = numbers,
                MaxDepth = MaxDepth,
            };
            var token = JToken.ReadFrom(reader);
            while (reader.Read())
            {
                if (reader.TokenType != JsonToken.Comment)
                {
                    return null;
                }
            }

            return token;
        }
        catch (Exception exception) when (exception is JsonException or OverflowException or FormatException)
        {
            return null;
        }
    }
}
