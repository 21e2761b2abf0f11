using System.Globalization;
using System.Text;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The browser's functions that make a value of values.</summary>
internal static class GlobalFunctions
{
    /// <summary>The result, or an unknown value.</summary>
    public static object Call(string path, IReadOnlyList<object> arguments, ScriptBudget budget)
    {
        var first = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        if (path.StartsWith("Math.", StringComparison.Ordinal))
        {
            return Calculate(path[5..], [.. arguments.Select(Coercion.Number)]);
        }

        if (path is "Boolean")
        {
            return Coercion.Truth(first) is { } truth ? truth : Unknown.Value;
        }

        if (path is "Number")
        {
            return arguments.Count == 0 ? 0m : Coercion.Number(first) ?? Unknown.Value;
        }

        if (path is "isNaN" or "isFinite" or "Number.isNaN" or "Number.isFinite" or "Number.isInteger")
        {
            return Coercion.Number(first) is not { } tested ? Unknown.Value
                : path.EndsWith("NaN", StringComparison.Ordinal) ? tested is double.NaN
                : path.EndsWith("Integer", StringComparison.Ordinal) ? tested is decimal whole && decimal.IsInteger(whole)
                : tested is decimal || double.IsFinite((double)tested);
        }

        if ((arguments.Count == 0 ? "" : Coercion.Text(first, budget)) is not { } text)
        {
            return Unknown.Value;
        }

        budget.Text(text.Length * 3L);
        return path switch
        {
            "String" => text,
            "parseFloat" or "Number.parseFloat" => Leading(text),
            "parseInt" or "Number.parseInt" => LeadingInteger(text, arguments.Count > 1 ? arguments[1] : Nothing.Undefined),
            "decodeURIComponent" or "decodeURI" => Uri.UnescapeDataString(text),
            "encodeURIComponent" => Uri.EscapeDataString(text),
            "escape" => Escape(text),
            "unescape" => Unescape(text),
            "atob" => Base64(text),
            "btoa" => text.Any(character => character > 255) ? Unknown.Value : Convert.ToBase64String(Encoding.Latin1.GetBytes(text)),
            _ => Unknown.Value,
        };
    }

    /// <summary>The number that a text begins with, as <c>parseFloat</c> reads it.</summary>
    private static object Leading(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        var length = 0;
        var (digits, point, exponent) = (false, false, false);
        while (length < trimmed.Length && length < 400)
        {
            var character = trimmed[length];
            var follows = length + 1 < trimmed.Length && (char.IsAsciiDigit(trimmed[length + 1])
                || (trimmed[length + 1] is '+' or '-' && length + 2 < trimmed.Length && char.IsAsciiDigit(trimmed[length + 2])));
            if (char.IsAsciiDigit(character))
            {
                digits = true;
            }
            else if (character == '.' && !point && !exponent)
            {
                point = true;
            }
            else if (character is 'e' or 'E' && digits && !exponent && follows)
            {
                exponent = true;
            }
            else if (!(character is '+' or '-' && (length == 0 || trimmed[length - 1] is 'e' or 'E')))
            {
                break;
            }

            length++;
        }

        return digits ? Coercion.Parse(trimmed[..length]) : double.NaN;
    }

    private static object LeadingInteger(string text, object radix)
    {
        var trimmed = text.AsSpan().Trim();
        var isNegative = trimmed.StartsWith("-");
        trimmed = trimmed.TrimStart("+-");
        var numberBase = radix is decimal given and >= 2 and <= 36 ? (int)given : 10;
        if (trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && (radix is Nothing || numberBase == 16))
        {
            numberBase = 16;
            trimmed = trimmed[2..];
        }

        var length = 0;
        while (length < trimmed.Length && length < 400 && Coercion.Integer(trimmed.Slice(length, 1), numberBase) is not null)
        {
            length++;
        }

        return Coercion.Integer(trimmed[..length], numberBase) is not { } value ? double.NaN : isNegative ? Operators.Negate(value) : value;
    }

    private static object Calculate(string function, List<object?> numbers)
    {
        if (numbers.Count == 0 || numbers.Exists(number => number is not decimal))
        {
            return Unknown.Value;
        }

        var value = (decimal)numbers[0]!;
        return function switch
        {
            "round" when Math.Abs(value) < 1e20m => Math.Floor(value + 0.5m),
            "floor" => Math.Floor(value),
            "ceil" => Math.Ceiling(value),
            "trunc" => Math.Truncate(value),
            "abs" => Math.Abs(value),
            "sign" => (decimal)Math.Sign(value),
            "max" => numbers.Max(number => (decimal)number!),
            "min" => numbers.Min(number => (decimal)number!),
            "pow" when numbers.Count > 1 => Coercion.Exact(Math.Pow((double)value, (double)(decimal)numbers[1]!)),
            "sqrt" when value >= 0 => Coercion.Exact(Math.Sqrt((double)value)),
            _ => Unknown.Value,
        };
    }

    private static object Base64(string text)
    {
        var bytes = new byte[text.Length];
        var padded = text.Trim().TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var written) ? Encoding.Latin1.GetString(bytes, 0, written) : Unknown.Value;
    }

    // Together with decodeURIComponent this is how old pages make UTF-8 of what atob gives.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = char.IsAsciiLetterOrDigit(character) || "@*_+-./".Contains(character, StringComparison.Ordinal) ? escaped.Append(character)
                : character < 256 ? escaped.Append(CultureInfo.InvariantCulture, $"%{(int)character:X2}")
                : escaped.Append(CultureInfo.InvariantCulture, $"%u{(int)character:X4}");
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var (start, length) = text[index] != '%' ? (0, 0) : index + 1 < text.Length && text[index + 1] == 'u' ? (index + 2, 4) : (index + 1, 2);
            if (length > 0 && start + length <= text.Length
                && ushort.TryParse(text.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                index = start + length - 1;
            }
            else
            {
                plain.Append(text[index]);
            }
        }

        return plain.ToString();
    }
}
