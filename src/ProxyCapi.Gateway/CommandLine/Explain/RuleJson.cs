using System.Text.Json.Nodes;
using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery.Pinning;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>Rules as they stand in appsettings.json; what a rule does not set is not written.</summary>
internal static class RuleJson
{
    /// <summary>The whole path from <c>ProxyCapi</c> on, to be merged into a configuration.</summary>
    public static JsonObject Write(PinnedRules pinned) => new()
    {
        [ProxyCapiOptions.SectionName] = new JsonObject
        {
            [nameof(ProxyCapiOptions.Rules)] = new JsonObject(pinned.Rules.Select(rule => KeyValuePair.Create(rule.Key, (JsonNode?)Write(rule.Value)))),
        },
    };

    private static JsonObject Write(RuleOptions rule)
    {
        var match = new JsonObject { [nameof(rule.Match.Path)] = rule.Match.Path };
        Add(match, nameof(rule.Match.Methods), List(rule.Match.Methods));
        Add(match, nameof(rule.Match.Query), Texts(rule.Match.Query));
        var json = new JsonObject { [nameof(rule.Event)] = rule.Event, [nameof(rule.Match)] = match };
        Add(json, nameof(rule.When), List(rule.When));
        if (rule.EventId is { } id)
        {
            json[nameof(rule.EventId)] = id;
        }

        Add(json, nameof(rule.CustomData), Texts(rule.CustomData.Select(field => KeyValuePair.Create(field.Key, field.Value.Value!))));
        return json;
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> texts) => new(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static void Add(JsonObject json, string name, JsonNode value)
    {
        if (value is JsonArray { Count: > 0 } or JsonObject { Count: > 0 })
        {
            json[name] = value;
        }
    }
}
