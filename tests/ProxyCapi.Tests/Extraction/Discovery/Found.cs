using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>Prints what was found, so that a test compares one line.</summary>
internal static class Found
{
    /// <summary>JSON as people write it in scripts; <c>undefined</c> is a value that cannot be known.</summary>
    public static JToken Token(string json) => JToken.Parse(json, new JsonLoadSettings());

    /// <summary>An object.</summary>
    public static JObject Object(string json) => (JObject)Token(json);

    /// <summary>A candidate's order: <c>currency=EUR value=46.3 | SEIFE 6 x 6.9 | ids a,b | id order-1</c>.</summary>
    public static string Print(Candidate candidate) => Print(candidate.CustomData, candidate.Contents, candidate.ContentIds, candidate.EventId);

    /// <summary>A conversion's order, in the same way.</summary>
    public static string Print(ProxyCapi.Conversions.Conversion conversion) =>
        Print(conversion.CustomData, conversion.Contents, conversion.ContentIds, conversion.EventId);

    /// <summary>User data: <c>em=a@b.example fn=Ada</c>, by key.</summary>
    public static string Print(IReadOnlyDictionary<string, List<string>> user) =>
        string.Join(' ', user.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={string.Join(',', field.Value)}"));

    private static string Print(
        Dictionary<string, ProxyCapi.Conversions.ScalarValue> custom, List<ProxyCapi.Conversions.ContentItem> contents, List<string> ids, string? eventId)
    {
        var parts = new List<string> { string.Join(' ', custom.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value.Text}")) };
        parts.AddRange(contents.Select(line => $"{Field(line, "id")} {Field(line, "quantity")} x {Field(line, "item_price")}"));
        if (ids.Count > 0)
        {
            parts.Add("ids " + string.Join(',', ids));
        }

        if (eventId is not null)
        {
            parts.Add("id " + eventId);
        }

        return string.Join(" | ", parts);
    }

    private static string Field(ProxyCapi.Conversions.ContentItem line, string key) => line.Fields.TryGetValue(key, out var value) ? value.Text : "?";
}
