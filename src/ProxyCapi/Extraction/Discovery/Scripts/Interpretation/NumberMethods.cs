using System.Globalization;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The methods of numbers.</summary>
internal static class NumberMethods
{
    /// <summary>The result; <see langword="null"/> if numbers have no such method.</summary>
    public static object? Call(object number, string name, IReadOnlyList<object> arguments) => name switch
    {
        "toFixed" => Fixed(number, arguments.Count > 0 ? arguments[0] : 0m),
        "toString" => arguments is [] or [10m] ? Coercion.NumberText(number) : Unknown.Value,
        "valueOf" => number,
        _ => Unknown.Value,
    };

    private static object Fixed(object number, object digits) =>
        number is decimal value && digits is decimal places and >= 0 and <= 20 && Math.Abs(value) < 1e15m
            ? decimal.Round(value, (int)places, MidpointRounding.AwayFromZero).ToString($"F{(int)places}", CultureInfo.InvariantCulture)
            : Unknown.Value;
}
