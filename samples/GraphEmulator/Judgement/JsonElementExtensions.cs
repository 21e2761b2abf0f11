using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>The questions that every rule asks of a value.</summary>
internal static class JsonElementExtensions
{
    /// <summary>A member of an object; undefined if there is none, or no object.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    /// <summary>Not there, or there with nothing in it. That it should have been left out is <see cref="EmptyValues"/>' to say.</summary>
    public static bool IsAbsent(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => element.ValueEquals(""u8),
        JsonValueKind.Array => element.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>Text with something to see in it.</summary>
    public static bool IsText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(element.GetString());

    /// <summary>The text, or <see langword="null"/> if it is none.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>A number that a double can hold.</summary>
    public static bool IsNumber(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number);

    /// <summary>A whole number, written as one.</summary>
    public static bool IsInteger(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && (element.TryGetInt64(out _) || element.TryGetUInt64(out _));

    /// <summary>True or false, the JSON words.</summary>
    public static bool IsBoolean(this JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False;
}
