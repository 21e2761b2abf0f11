using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The methods of texts.</summary>
internal static class StringMethods
{
    private const int MaxPattern = 120;
    private const int MaxSubject = 8_192;

    /// <summary>The result: a value, or the parts of a list; <see langword="null"/> if texts have no such method.</summary>
    public static object? Call(string text, string name, IReadOnlyList<object> arguments, ScriptBudget budget)
    {
        budget.Text(text.Length);
        var first = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        var second = arguments.Count > 1 ? arguments[1] : Nothing.Undefined;
        return name switch
        {
            "trim" => text.Trim(),
            "trimStart" or "trimLeft" => text.TrimStart(),
            "trimEnd" or "trimRight" => text.TrimEnd(),
            "toUpperCase" or "toLocaleUpperCase" => text.ToUpperInvariant(),
            "toLowerCase" or "toLocaleLowerCase" => text.ToLowerInvariant(),
            "toString" or "valueOf" or "normalize" => text,
            "concat" => arguments.Aggregate((object)text, (left, right) => Operators.Add(left, right, budget)),
            "replace" or "replaceAll" => Replace(text, first, second, name == "replaceAll", budget),
            "split" => Split(text, first, second, budget),
            "charAt" => first is Nothing ? Part(text, 0m, 1m) : first is decimal place ? Part(text, Math.Min(place, text.Length), Math.Min(place, text.Length) + 1) : Unknown.Value,
            "charCodeAt" => CharCode(text, first),
            "substring" => Substring(text, first, second),
            "slice" => Range(text.Length, first, second) is ({ } start, { } end) ? text[start..Math.Max(start, end)] : Unknown.Value,
            "substr" => Substr(text, first, second),
            "indexOf" => first is string sought ? (decimal)text.IndexOf(sought, StringComparison.Ordinal) : Unknown.Value,
            "lastIndexOf" => first is string sought ? (decimal)text.LastIndexOf(sought, StringComparison.Ordinal) : Unknown.Value,
            "includes" => first is string sought ? text.Contains(sought, StringComparison.Ordinal) : Unknown.Value,
            "startsWith" => first is string sought && second is Nothing ? text.StartsWith(sought, StringComparison.Ordinal) : Unknown.Value,
            "endsWith" => first is string sought && second is Nothing ? text.EndsWith(sought, StringComparison.Ordinal) : Unknown.Value,
            "padStart" or "padEnd" => Pad(text, first, second, name == "padStart", budget),
            "repeat" => Repeat(text, first, budget),
            "match" or "matchAll" or "search" or "localeCompare" => Unknown.Value,
            _ => null,
        };
    }

    /// <summary>Start and end as <c>slice</c> counts them, from the end if negative; <see langword="null"/> if they are unknown.</summary>
    public static (int? Start, int? End) Range(int length, object start, object end) => (At(length, start, 0), At(length, end, length));

    private static int? At(int length, object place, int otherwise) => place switch
    {
        Nothing => otherwise,
        decimal number => (int)Math.Clamp(Math.Truncate(number) + (number < 0 ? length : 0), 0, length),
        _ => null,
    };

    private static string Part(string text, decimal start, decimal end)
    {
        var from = (int)Math.Clamp(start, 0, text.Length);
        return text[from..(int)Math.Clamp(end, from, text.Length)];
    }

    private static object Substring(string text, object start, object end)
    {
        if (start is not decimal from || end is not (decimal or Nothing))
        {
            return Unknown.Value;
        }

        var to = end is decimal given ? given : text.Length;
        return Part(text, Math.Max(0, Math.Min(from, to)), Math.Max(from, to));
    }

    private static object Substr(string text, object start, object count)
    {
        if (At(text.Length, start, 0) is not { } from || count is not (decimal or Nothing))
        {
            return Unknown.Value;
        }

        return text.Substring(from, (int)Math.Clamp(count is decimal given ? given : text.Length, 0, text.Length - from));
    }

    private static object CharCode(string text, object place) =>
        place is Nothing ? CharCode(text, 0m)
        : place is not decimal number ? Unknown.Value
        : number >= 0 && number < text.Length ? (decimal)text[(int)number]
        : double.NaN;

    private static object Pad(string text, object width, object filling, bool atStart, ScriptBudget budget)
    {
        if (width is not decimal wide || filling is not (string { Length: 1 } or Nothing))
        {
            return Unknown.Value;
        }

        budget.Text((long)Math.Clamp(wide, 0, int.MaxValue));
        var with = filling is string given ? given[0] : ' ';
        var total = (int)Math.Max(0, wide);
        return atStart ? text.PadLeft(total, with) : text.PadRight(total, with);
    }

    private static object Repeat(string text, object times, ScriptBudget budget)
    {
        if (times is not decimal count || count < 0)
        {
            return Unknown.Value;
        }

        budget.Text((long)Math.Min(count, int.MaxValue) * Math.Max(1, text.Length));
        return string.Concat(Enumerable.Repeat(text, (int)count));
    }

    private static object Split(string text, object separator, object limit, ScriptBudget budget)
    {
        budget.Step(text.Length);
        List<object>? parts = separator switch
        {
            Nothing => [text],
            "" => [.. text.Select(character => (object)character.ToString())],
            string given => [.. text.Split(given)],
            ScriptPattern pattern when Compile(pattern, text, budget) is { } regex => [.. regex.Split(text)],
            _ => null,
        };
        return parts is null || limit is not (Nothing or decimal) ? Unknown.Value
            : limit is decimal count && count >= 0 && count < parts.Count ? parts[..(int)count]
            : parts;
    }

    private static object Replace(string text, object sought, object replacement, bool all, ScriptBudget budget)
    {
        if (replacement is not string with)
        {
            return Unknown.Value;
        }

        string? result = null;
        switch (sought)
        {
            case string { Length: > 0 } part when all:
                budget.Text(text.Length + ((long)text.Length / part.Length * with.Length));
                result = text.Replace(part, with, StringComparison.Ordinal);
                break;
            case string part:
                var index = text.IndexOf(part, StringComparison.Ordinal);
                result = index < 0 ? text : string.Concat(text.AsSpan(0, index), with, text.AsSpan(index + part.Length));
                break;
            case ScriptPattern pattern when Compile(pattern, text, budget) is { } regex:
                budget.Text(text.Length + ((long)text.Length * with.Length));
                result = regex.Replace(text, with, pattern.Flags.Contains('g', StringComparison.Ordinal) ? -1 : 1);
                break;
        }

        budget.Text(result?.Length ?? 0);
        return result ?? (object)Unknown.Value;
    }

    /// <summary>Linear in the text, or not at all: a page must not choose how long a match takes.</summary>
    public static Regex? Compile(ScriptPattern pattern, string subject, ScriptBudget budget)
    {
        if (pattern.Source.Length > MaxPattern || subject.Length > MaxSubject)
        {
            return null;
        }

        // To build one costs some thousand times what a step does.
        budget.Step(1_500 + subject.Length);
        var options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
            | (pattern.Flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None)
            | (pattern.Flags.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : RegexOptions.None)
            | (pattern.Flags.Contains('s', StringComparison.Ordinal) ? RegexOptions.Singleline : RegexOptions.None);
        try
        {
            return new Regex(pattern.Source, options);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // JavaScript's syntax is wider than what can be matched in linear time; the text is unknown then.
            return null;
        }
    }
}
