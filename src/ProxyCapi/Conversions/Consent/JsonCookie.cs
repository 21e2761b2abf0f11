using System.Text.Json;

namespace ProxyCapi.Conversions.Consent;

/// <summary>Cookies that hold JSON.</summary>
internal static class JsonCookie
{
    /// <summary>The object that a value holds, or <see langword="null"/>.</summary>
    public static JsonElement? Parse(string? text)
    {
        if (text is null || !text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Anybody can write a cookie: what cannot be read says nothing.
            return null;
        }
    }

    /// <summary>An object's or nothing's property.</summary>
    public static JsonElement? Get(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A boolean, as such or as text.</summary>
    public static bool? Flag(this JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString() switch { "true" or "granted" => true, "false" or "denied" => false, _ => null },
        _ => null,
    };

    /// <summary>The texts of an array, or <see langword="null"/> if it is none.</summary>
    public static string[]? Texts(this JsonElement? element) => element is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)]
        : null;

    /// <summary>A flag as an answer.</summary>
    public static ConsentState ToState(this bool? flag) =>
        flag switch { true => ConsentState.Granted, false => ConsentState.Denied, _ => ConsentState.Unknown };

    /// <summary>Whether a banner's name of a service or vendor means Meta's pixel.</summary>
    public static bool IsMeta(string name) =>
        name.Contains("facebook", StringComparison.OrdinalIgnoreCase) || name.StartsWith("meta", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("c:meta", StringComparison.OrdinalIgnoreCase) || name.StartsWith("fb-pixel", StringComparison.OrdinalIgnoreCase);
}
