using System.Buffers;
using System.Globalization;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>JavaScript's conversions between kinds of values. <see langword="null"/> where only the browser knows the result.</summary>
internal static class Coercion
{
    /// <summary>Longest number that is read; there is no longer amount.</summary>
    private const int MaxNumber = 400;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE");

    /// <summary>Whether a condition holds.</summary>
    public static bool? Truth(object value) => value switch
    {
        bool truth => truth,
        string text => text.Length > 0,
        decimal number => number != 0,
        double number => !double.IsNaN(number) && number != 0,
        Nothing => false,
        Unknown { Kind: UnknownKind.NoElement } => false,
        Unknown { Kind: UnknownKind.Image or UnknownKind.Loading or UnknownKind.JQueryPage or UnknownKind.NoElements } => true,
        Unknown { Kind: UnknownKind.Host, Path: { } path } when HostNames.IsAlwaysThere(path) => true,
        Unknown => null,
        _ => true,
    };

    /// <summary>A value as text.</summary>
    public static string? Text(object value, ScriptBudget budget)
    {
        switch (value)
        {
            case string text:
                return text;
            case bool truth:
                return truth ? "true" : "false";
            case Nothing nothing:
                return ReferenceEquals(nothing, Nothing.Null) ? "null" : "undefined";
            case decimal or double:
                return NumberText(value);
            case ScriptArray { IsUncertain: false } list:
                return Join(list, ",", budget);
            case ScriptFunction or ScriptPromise or ScriptPattern or ScriptQuery or NativeFunction or ScriptArray or Unknown:
                return null;
            case ScriptObject { IsOpen: false } plain when plain.FindMember("toString") is null:
                return "[object Object]";
            default:
                return null;
        }
    }

    /// <summary>The elements as one text.</summary>
    public static string? Join(ScriptArray list, string separator, ScriptBudget budget)
    {
        ScriptBudget.Descend();
        var parts = new List<string>(list.Items.Count);
        long length = 0;
        foreach (var item in list.Items)
        {
            budget.Step();
            if ((item is Nothing ? "" : Text(item, budget)) is not { } part)
            {
                return null;
            }

            parts.Add(part);
            length += part.Length + separator.Length;
        }

        budget.Text(length);
        return string.Join(separator, parts);
    }

    /// <summary>A number as JavaScript prints it: without the zeros that a price may end in.</summary>
    public static string NumberText(object number) => number switch
    {
        decimal value => value.ToString("0.############################", CultureInfo.InvariantCulture),
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double value => value.ToString("R", CultureInfo.InvariantCulture),
        _ => "NaN",
    };

    /// <summary>A value as number.</summary>
    public static object? Number(object value) => value switch
    {
        decimal or double => value,
        bool truth => truth ? 1m : 0m,
        string text => NumberOf(text),
        Nothing nothing => ReferenceEquals(nothing, Nothing.Null) ? 0m : double.NaN,
        ScriptArray { IsUncertain: false, Items: [] } => 0m,
        ScriptArray { IsUncertain: false, Items: [var single] } when single is string or decimal or double => Number(single),
        ScriptObject => double.NaN,
        _ => null,
    };

    /// <summary>A whole text as number, as <c>Number()</c> reads it.</summary>
    public static object NumberOf(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length == 0 ? 0m
            : trimmed.Length > MaxNumber ? double.NaN
            : trimmed is "Infinity" or "+Infinity" ? double.PositiveInfinity
            : trimmed is "-Infinity" ? double.NegativeInfinity
            : trimmed.Length > 2 && trimmed[0] == '0' && Radix(trimmed[1]) is { } radix ? Integer(trimmed[2..], radix) ?? double.NaN
            : trimmed.ContainsAnyExcept(NumberCharacters) ? double.NaN
            : Parse(trimmed);
    }

    /// <summary>A number literal. Its digits stay as they are written: an amount of 1059.80 keeps its cents.</summary>
    public static object NumberLiteral(string raw, double value)
    {
        var digits = raw.Contains('_', StringComparison.Ordinal) ? raw.Replace("_", "", StringComparison.Ordinal) : raw;
        var isDecimal = digits.Length < MaxNumber && !digits.AsSpan().ContainsAnyExcept(NumberCharacters)
            && !(digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]));
        return isDecimal && Parse(digits) is decimal exact ? exact : Exact(value);
    }

    /// <summary>The decimal that a binary number stands for, if it is near enough.</summary>
    public static object Exact(double value) =>
        Math.Abs(value) is 0 or (< 1e15 and > 1e-12) ? decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : value
        : value;

    /// <summary>The digits of a whole number to a base; <see langword="null"/> if one is none.</summary>
    public static object? Integer(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetter(digit) ? (digit | 0x20) - 'a' + 10 : 99;
            if (number >= radix)
            {
                return null;
            }

            value = (value * radix) + number;
        }

        return digits.Length == 0 ? null : Exact(value);
    }

    /// <summary>A decimal number as text; NaN if it is none, and binary where decimals end.</summary>
    public static object Parse(ReadOnlySpan<char> text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? double.NaN
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (exact != 0 || value == 0) ? exact
        : value;

    private static int? Radix(char mark) => mark switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };
}
