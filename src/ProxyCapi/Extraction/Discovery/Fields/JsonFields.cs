using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Reads fields of objects as trackers write them: keys with blanks around them and in any case, lists and objects as JSON text, values that are
/// unknown, empty or a template that nobody filled. What is not there is <see langword="null"/>; zero is there.
/// </summary>
internal static class JsonFields
{
    private const int MaxEntries = 500;

    /// <summary>The value of the first of these names that is there.</summary>
    public static JToken? Find(JObject? data, params ReadOnlySpan<string> names)
    {
        if (data is null)
        {
            return null;
        }

        foreach (var name in names)
        {
            foreach (var property in data.Properties())
            {
                if (property.Name.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase) && IsThere(property.Value))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    /// <summary>The same for a value that may be no object.</summary>
    public static JToken? Find(JToken? data, params ReadOnlySpan<string> names) => Find(data as JObject, names);

    /// <summary>The object that the first of these names holds.</summary>
    public static JObject? FindObject(JObject? data, params ReadOnlySpan<string> names) => AsObject(Find(data, names));

    /// <summary>Whether the value says anything.</summary>
    public static bool IsThere(JToken? token) => token switch
    {
        null => false,
        JValue { Type: JTokenType.Null or JTokenType.Undefined } => false,
        JValue { Type: JTokenType.String } text => text.Value is string said && IsSaid(said.Trim()),
        JValue { Type: JTokenType.Float, Value: double number } => double.IsFinite(number),
        _ => true,
    };

    /// <summary>The object, also where it stands as JSON text.</summary>
    public static JObject? AsObject(JToken? token) => token as JObject ?? JsonReading.Unwrap(token) as JObject;

    /// <summary>
    /// The entries of a list, also where it stands as JSON text, is keyed by numbers (what PHP makes of a list with gaps), or is one object alone.
    /// </summary>
    public static IEnumerable<JToken> AsList(JToken? token) => JsonReading.Unwrap(token) switch
    {
        JArray list => list.Take(MaxEntries).Where(IsThere),
        JObject keyed when keyed.Count > 0 && keyed.Properties().All(property => property.Name.All(char.IsAsciiDigit)) =>
            keyed.PropertyValues().Take(MaxEntries).Where(IsThere),
        JObject single => [single],
        _ => [],
    };

    /// <summary>The trimmed text of a single value; numbers in invariant notation. Objects, lists and truth values have none.</summary>
    public static string? AsText(JToken? token) =>
        token is JValue { Type: not JTokenType.Boolean } && IsThere(token) && Expressions.JsonPath.ToScalar(token) is { } value ? value.Text.Trim() : null;

    // What a script makes of what it does not have, and a template of what nobody put in.
    private static bool IsSaid(string text) =>
        text is not ("" or "undefined" or "null" or "NaN" or "[object Object]")
        && !(text.Length > 4 && text.StartsWith("%%", StringComparison.Ordinal) && text.EndsWith("%%", StringComparison.Ordinal))
        && !text.StartsWith("<?", StringComparison.Ordinal) && !text.StartsWith("${", StringComparison.Ordinal) && !text.StartsWith("{{", StringComparison.Ordinal) && !text.StartsWith("<%", StringComparison.Ordinal) && !text.StartsWith("{%", StringComparison.Ordinal);
}
