using System.Text.Json;
using System.Text.Json.Nodes;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>An event as it may be shown on a screen: nothing in it tells who the buyer is, everything else stands as Meta gets it.</summary>
internal static class PayloadMask
{
    private const int DigitsShown = 8;
    private const string Cut = "…";

    /// <summary>The event with <c>user_data</c> masked; <see langword="null"/> if the bytes are no JSON object.</summary>
    public static JsonObject? Apply(ReadOnlyMemory<byte> payload)
    {
        JsonObject? found;
        try
        {
            found = JsonNode.Parse(payload.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }

        if (found?["user_data"] is JsonObject user)
        {
            foreach (var (key, value) in user.ToArray())
            {
                user[key] = Mask(key, value);
            }
        }
        else if (found?.ContainsKey("user_data") == true)
        {
            found["user_data"] = Cut;
        }

        return found;
    }

    private static JsonNode? Mask(string key, JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => new JsonArray([.. list.Select(entry => Mask(key, entry))]),
        JsonValue => Mask(key, value.ToString()),
        _ => Cut,
    };

    /// <summary>One value. A key that nobody thought of here is hidden altogether.</summary>
    internal static string Mask(string key, string value) => key switch
    {
        _ when UserDataKeys.Hashed.Contains(key) => IsDigest(value) ? value[..DigitsShown] + Cut : Hidden(value),
        // The first number says roughly which network; the browser's name is no person's.
        "client_ip_address" => value[..Math.Max(0, value.IndexOfAny(['.', ':']))] + (value.Contains(':', StringComparison.Ordinal) ? ":" : ".") + Cut,
        "client_user_agent" => $"{value.Split([' ', '('], 2)[0]}{Cut} ({value.Length} characters)",
        // fb.1.1554763741205.AbCd: version, level and time stay.
        "fbc" or "fbp" => value.Split('.') is ["fb", var level, var time, _, ..] ? $"fb.{level}.{time}.{Cut}" : Hidden(value),
        _ => Hidden(value),
    };

    private static bool IsDigest(string value) => value.Length == 64 && value.All(char.IsAsciiHexDigit);

    private static string Hidden(string value) => $"{Cut} ({value.Length} characters)";
}
