using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Validation;
using ProxyCapi.Tests.Conversions.Normalization;
using ProxyCapi.Tests.Extraction;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Validation;

/// <summary>invalid.json: whole events, and what becomes of them.</summary>
public sealed class InvalidEventVectorTests(ITestOutputHelper output)
{
    private static readonly string[] OwnData =
        ["value", "currency", "contents", "content_ids", "content_type", "delivery_category", "net_revenue", "predicted_ltv"];

    [Fact]
    public void Vectors_OfInvalidEvents_EndAsTheySay() => VectorFile.Play("invalid.json", output, vector =>
    {
        var input = vector.GetProperty("event");
        var source = Read(input);
        var dropped = new List<string>();
        var refusal = ServerEventValidator.Check(source, DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64()), dropped.Add);
        var outcome = vector.Text("outcome");
        if (outcome == "drop_event" || refusal is not null)
        {
            return (outcome == "drop_event") == (refusal is not null) ? null : $"refusal {refusal}, expected {outcome}";
        }

        var sent = JsonNode.Parse(ServerEventWriter.Write(source).Span)!.AsObject();
        return Compare(Expected(vector), sent);
    });

    /// <summary>The event as it came, with what the vector says mended or taken out; lists as lists, and the defaults of our own.</summary>
    private static JsonObject Expected(JsonElement vector)
    {
        var expected = JsonNode.Parse(vector.GetProperty("event").GetRawText())!.AsObject();
        if (vector.TryGetProperty("fixed", out var mended))
        {
            foreach (var (key, value) in JsonNode.Parse(mended.GetRawText())!.AsObject())
            {
                if (key == "user_data")
                {
                    foreach (var (userKey, userValue) in value!.AsObject())
                    {
                        expected["user_data"]![userKey] = userValue!.DeepClone();
                    }
                }
                else
                {
                    expected[key] = value!.DeepClone();
                }
            }
        }

        if (vector.Text("field") is { } field)
        {
            var path = field.Split('.');
            (path.Length == 1 ? expected : expected[path[0]]!.AsObject()).Remove(path[^1]);
        }

        if (expected["event_id"]?.ToString() == "")
        {
            expected.Remove("event_id");
        }

        foreach (var (key, value) in expected["user_data"]!.AsObject().ToArray())
        {
            if (value is JsonValue scalar && Normalized(key))
            {
                expected["user_data"]![key] = new JsonArray(scalar.DeepClone());
            }
        }

        if (expected["custom_data"] is JsonObject custom)
        {
            Complete(custom);
        }

        return expected;
    }

    // The vector says what Meta is told at least; content_ids, content_type and num_items follow from contents (section 4).
    private static void Complete(JsonObject custom)
    {
        if (custom["contents"] is JsonArray contents)
        {
            custom["content_ids"] ??= new JsonArray([.. contents.Select(line => line!["id"]!.DeepClone())]);
            custom["num_items"] ??= contents.Sum(line => line!["quantity"]!.GetValue<long>());
        }

        if (custom["content_ids"] is not null)
        {
            custom["content_type"] ??= "product";
        }
    }

    private static string? Compare(JsonObject expected, JsonObject sent) =>
        JsonNode.DeepEquals(expected, sent) ? null : $"sent {sent.ToJsonString()}, expected {expected.ToJsonString()}";

    // As it comes to the validator: through the readings of Extraction, which also know text numbers and lists as JSON text.
    private static ServerEvent Read(JsonElement input)
    {
        var source = new ServerEvent
        {
            EventName = input.Text("event_name") ?? "",
            EventTime = input.TryGetProperty("event_time", out var time) && time.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeSeconds(time.GetInt64()) : default,
            EventId = input.Text("event_id"),
            ActionSource = input.Text("action_source") ?? "",
            EventSourceUrl = input.Text("event_source_url"),
            OptOut = input.Text("opt_out") is { } optOut ? bool.Parse(optOut) : null,
        };
        ReadProcessingOptions(input, source);
        ReadUserData(input.GetProperty("user_data"), source.UserData);
        if (input.TryGetProperty("custom_data", out var custom))
        {
            new CustomDataBuilder(source.CustomData, _ => { }).Fill(ReadCustomData(custom));
        }

        return source;
    }

    private static void ReadProcessingOptions(JsonElement input, ServerEvent source)
    {
        if (input.TryGetProperty("data_processing_options", out var options))
        {
            source.DataProcessingOptions = options.ValueKind == JsonValueKind.Array ? [.. options.EnumerateArray().Select(option => option.GetString()!)] : [options.GetString()!];
        }

        source.DataProcessingOptionsCountry = Number(input.Text("data_processing_options_country"));
        source.DataProcessingOptionsState = Number(input.Text("data_processing_options_state"));
    }

    private static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static void ReadUserData(JsonElement input, UserData user)
    {
        foreach (var pair in input.EnumerateObject().Where(pair => pair.Value.ValueKind != JsonValueKind.Null))
        {
            switch (pair.Name)
            {
                case "client_ip_address": user.ClientIpAddress = pair.Value.GetString(); break;
                case "client_user_agent": user.ClientUserAgent = pair.Value.GetString(); break;
                case "fbc": user.Fbc = pair.Value.GetString(); break;
                case "fbp": user.Fbp = pair.Value.GetString(); break;
                case "lead_id": user.Other[pair.Name] = pair.Value.ToString(); break;
                default:
                    user.Hashed[pair.Name] = pair.Value.ValueKind == JsonValueKind.Array ? [.. pair.Value.EnumerateArray().Select(value => value.GetString()!)] : [pair.Value.GetString()!];
                    break;
            }
        }
    }

    private static Conversion ReadCustomData(JsonElement custom)
    {
        var rule = new RuleOptions
        {
            Event = "Purchase",
            CustomData =
            {
                ["content_ids"] = "{json:content_ids}",
                ["contents"] = new RuleField { Each = "json:contents", Fields = { ["id"] = "{json:id}", ["quantity"] = "{json:quantity}", ["item_price"] = "{json:item_price}" } },
            },
        };
        foreach (var key in custom.EnumerateObject().Select(pair => pair.Name).Concat(OwnData).Where(key => key is not ("contents" or "content_ids")))
        {
            rule.CustomData[key] = $"{{json:{key}}}";
        }

        var conversion = Reading.Conversion(rule, TestExchange.Answer(custom.GetRawText()))!;
        conversion.ContentIds.RemoveAll(id => id.Length == 0);
        return conversion;
    }

    private static bool Normalized(string key) => key is "em" or "ph" or "fn" or "ln" or "ct" or "st" or "zp" or "country" or "db" or "ge" or "external_id";
}
