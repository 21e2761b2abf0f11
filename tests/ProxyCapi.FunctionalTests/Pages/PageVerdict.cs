using System.Globalization;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>Compares what was sent with a case's <c>expected.json</c>, by the rules of the folder's README.</summary>
internal sealed class PageVerdict(PageCase page, IReadOnlyList<JsonObject> sent)
{
    private readonly List<PageProblem> _problems = [];

    /// <summary>Everything that is wrong, in words; empty if nothing is.</summary>
    public IReadOnlyList<PageProblem> Problems
    {
        get
        {
            _problems.Clear();
            CompareEvents();
            CheckMustNot();
            return _problems;
        }
    }

    private void CompareEvents()
    {
        var left = sent.ToList();
        foreach (var expected in (page.Expected["events"] as JsonArray ?? []).Select(item => item!.AsObject()))
        {
            var actual = left.Find(candidate => Fits(expected, candidate)) ?? left.Find(candidate => Text(expected["event_name"]) == Text(candidate["event_name"]));
            if (actual is null)
            {
                if (expected["optional"]?.GetValue<bool>() != true)
                {
                    _problems.Add(new("events", $"{expected["event_name"]} {expected["event_id"]} was not sent"));
                }

                continue;
            }

            left.Remove(actual);
            Compare(expected, actual);
        }

        _problems.AddRange(left.Select(extra => new PageProblem("events", $"{extra["event_name"]} {extra["event_id"]} was sent and is not expected")));
    }

    private static string KindOf(string key) => key is "content_ids" ? "contents" : PageProblem.Kinds.Contains(key) ? key : "custom_data";

    private static bool Fits(JsonObject expected, JsonObject actual) =>
        Text(expected["event_name"]) == Text(actual["event_name"])
        && (Text(expected["event_id"]) is not { } id || id == Text(actual["event_id"]));

    private void Compare(JsonObject expected, JsonObject actual)
    {
        if (string.IsNullOrEmpty(Text(actual["event_id"])) || !Fits(expected, actual))
        {
            _problems.Add(new("event_id", $"event_id is {Show(actual["event_id"])}, not {Show(expected["event_id"])}"));
        }

        foreach (var (key, value) in expected["custom_data"] as JsonObject ?? [])
        {
            if (!Same(key, value, actual["custom_data"]?[key]))
            {
                _problems.Add(new(KindOf(key), $"custom_data.{key} is {Show(actual["custom_data"]?[key])}, not {Show(value)}"));
            }
        }

        var country = Text(expected["user_data_plain"]?["country"]);
        foreach (var (key, value) in expected["user_data_plain"] as JsonObject ?? [])
        {
            Hashed(key, PlainUserData.Hash(key, Text(value)!, country), actual);
        }

        foreach (var (key, value) in expected["user_data_hashed"] as JsonObject ?? [])
        {
            Hashed(key, Text(value), actual);
        }

        foreach (var key in new[] { "fbp", "fbc" }.Where(key => expected["browser"]?[key]?.GetValue<bool>() == true))
        {
            if (Text(actual["user_data"]?[key]) is not { } cookie || !page.Request.Header("Cookie")!.Contains(cookie, StringComparison.Ordinal))
            {
                _problems.Add(new("browser", $"user_data.{key} is not the cookie's"));
            }
        }

        if (Text(expected["browser"]?["event_source_url"]) is { } url && url != Text(actual["event_source_url"]))
        {
            _problems.Add(new("browser", $"event_source_url is {actual["event_source_url"]}, not {url}"));
        }
    }

    private void Hashed(string key, string? hash, JsonObject actual)
    {
        if (hash is not null && actual["user_data"]?[key] is not JsonArray values)
        {
            _problems.Add(new("user_data", $"user_data.{key} is missing"));
        }
        else if (hash is not null && !actual["user_data"]![key]!.AsArray().Any(value => Text(value) == hash))
        {
            _problems.Add(new("user_data", $"user_data.{key} is not the hash of the page's value"));
        }
    }

    private void CheckMustNot()
    {
        foreach (var rule in (page.Expected["must_not"] as JsonArray ?? []).Select(item => item!.AsObject()))
        {
            var broken = sent.Any(item =>
                (rule["event"] is { } name && Text(name) == Text(item["event_name"]))
                || (rule["value"] is { } value && Same("value", value, item["custom_data"]?["value"]))
                || (rule["order_id"] is { } order && Text(order) == Text(item["custom_data"]?["order_id"]))
                || (rule["content_id"] is { } content && ContentIds(item).Contains(Text(content)))
                || (rule["email"] is { } email && HasHash(item, "em", PlainUserData.Hash("em", Text(email)!, null)))
                || (rule["user_data"] is JsonValue user && (item["user_data"] as JsonObject)?.ToJsonString().Contains(Text(user)!, StringComparison.Ordinal) == true));
            if (broken || (rule["events_more_than"] is { } most && rule["across"] is null && sent.Count > most.GetValue<int>()))
            {
                _problems.Add(new("must_not", $"must not: {rule.ToJsonString()}"));
            }
        }
    }

    private static IEnumerable<string?> ContentIds(JsonObject item) =>
        (item["custom_data"]?["content_ids"] as JsonArray ?? []).Select(Text)
        .Concat((item["custom_data"]?["contents"] as JsonArray ?? []).Select(content => Text(content!["id"])));

    private static bool HasHash(JsonObject item, string key, string? hash) =>
        hash is not null && (item["user_data"]?[key] as JsonArray)?.Any(value => Text(value) == hash) == true;

    private static bool Same(string key, JsonNode? expected, JsonNode? actual) => (key, expected) switch
    {
        ("contents", JsonArray list) => actual is JsonArray items && list.Count == items.Count
            && list.All(entry => items.Any(item => entry!.AsObject().All(field => Same(field.Key, field.Value, item![field.Key])))),
        ("content_ids", JsonArray list) => actual is JsonArray ids && list.Select(Text).Order().SequenceEqual(ids.Select(Text).Order()),
        ("value" or "item_price" or "quantity" or "num_items", _) => Number(expected) is { } wanted && Number(actual) is { } got
            && actual!.GetValueKind() == System.Text.Json.JsonValueKind.Number && Math.Abs(wanted - got) <= 0.005m,
        _ => Text(expected) == Text(actual),
    };

    private static decimal? Number(JsonNode? node) =>
        decimal.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString();

    private static string Show(JsonNode? node) => node?.ToJsonString() ?? "missing";
}
