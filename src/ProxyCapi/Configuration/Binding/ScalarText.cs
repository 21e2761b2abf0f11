using System.Globalization;

namespace ProxyCapi.Configuration.Binding;

/// <summary>Reads the single values that options are made of, in the invariant culture.</summary>
internal static class ScalarText
{
    private const int LongestEcho = 40;

    /// <summary>Whether a property of this type takes a single value.</summary>
    public static bool IsScalar(Type type) => type == typeof(string) || type.IsValueType;

    /// <summary>Converts a text.</summary>
    public static bool TryConvert(string text, Type type, out object? value)
    {
        (var read, value) = type switch
        {
            _ when type == typeof(string) => (true, text),
            _ when type == typeof(bool) => (bool.TryParse(text, out var flag), (object)flag),
            _ when type == typeof(int) => (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number), number),
            _ when type == typeof(long) => (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number), number),
            _ when type == typeof(TimeSpan) => (TryReadTime(text, out var time), time),
            _ when type.IsEnum => (TryReadName(text, type, out var name), name),
            _ => throw new InvalidOperationException($"An option of type {type} cannot be read."),
        };
        return read;
    }

    /// <summary>What to write for a type.</summary>
    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(TimeSpan) => "a time as [days.]hh:mm:ss[.fraction], 00:00:30 for 30 seconds, 60.00:00:00 for 60 days",
        _ when type.IsEnum => string.Join(" or ", Enum.GetNames(type)),
        _ => "a text",
    };

    /// <summary>A value as a message may show it.</summary>
    public static string Shorten(string text) => text.Length <= LongestEcho ? text : string.Concat(text.AsSpan(0, LongestEcho), "…");

    /// <summary>A lone number would be days: whoever writes 30 for a timeout means seconds.</summary>
    private static bool TryReadTime(string text, out TimeSpan time)
    {
        time = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
    }

    /// <summary>Names only: <c>Enum.TryParse</c> would take <c>7</c> and <c>Live,Off</c> too.</summary>
    private static bool TryReadName(string text, Type type, out object? value)
    {
        var name = Array.Find(Enum.GetNames(type), name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        value = name is null ? null : Enum.Parse(type, name);
        return name is not null;
    }
}
