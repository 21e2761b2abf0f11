using System.Globalization;
using System.Net;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>The transforms by name. Nothing goes in, nothing comes out, but for <c>default</c>.</summary>
internal static class ValueTransforms
{
    private static readonly string[] Names =
    [
        "trim", "lower", "upper", "regex", "replace", "map", "split", "number", "money", "currency", "scale", "json", "html", "default",
        "urldecode", "htmldecode", "name", "digits",
    ];

    /// <summary>Makes a transform.</summary>
    /// <exception cref="ExpressionException">There is no such transform, or its arguments are wrong.</exception>
    public static ValueTransform Create(string name, List<string> arguments, int column) => name switch
    {
        "trim" => Text(arguments, 0, name, column, text => text.Trim()),
        "lower" => Text(arguments, 0, name, column, text => text.ToLowerInvariant()),
        "upper" => Text(arguments, 0, name, column, text => text.ToUpperInvariant()),
        "digits" => Text(arguments, 0, name, column, text => string.Concat(text.Where(char.IsAsciiDigit))),
        "urldecode" => Text(arguments, 0, name, column, text => Uri.UnescapeDataString(text)),
        "htmldecode" => Text(arguments, 0, name, column, WebUtility.HtmlDecode),
        "currency" => Text(arguments, 0, name, column, CurrencySigns.Find),
        "regex" => Regex(arguments, column),
        "replace" => Text(arguments, 2, name, column, text => text.Replace(arguments[0], arguments[1], StringComparison.Ordinal)),
        "map" => Map(arguments, column),
        "split" => Split(arguments, column),
        "name" => WholeName(arguments, column),
        "html" => Html(arguments, column),
        "json" => Json(arguments, column),
        "default" => Default(arguments, column),
        "number" or "money" => Number(arguments, name, column),
        "scale" => Scale(arguments, column),
        _ => throw new ExpressionException(
            column,
            name.Length == 0 ? "A transform is missing behind '|'" : $"There is no transform '{name}'",
            NearestName.Find(name, Names) is { } meant ? $"Did you mean '{meant}'?" : $"Transforms are {string.Join(", ", Names)}."),
    };

    private static ValueTransform Text(List<string> arguments, int count, string name, int column, Func<string, string?> function)
    {
        Expect(arguments, count, count, name, column);
        return Of(text => function(text) is { } result ? new ScalarValue(result) : null);
    }

    private static ValueTransform Of(Func<string, ScalarValue?> function) => new((value, _) => value is { } present ? function(present.Text) : null);

    private static ValueTransform Regex(List<string> arguments, int column)
    {
        Expect(arguments, 1, 1, "regex", column);
        var regex = Patterns.Create(arguments[0], column);
        return Of(text => Patterns.First(regex, text) is { } found ? new ScalarValue(found) : null);
    }

    private static ValueTransform Map(List<string> arguments, int column)
    {
        var pairs = arguments.Select(argument => argument.Split('=', 2)).ToArray();
        if (pairs.Length == 0 || pairs.Any(pair => pair.Length != 2))
        {
            throw new ExpressionException(column, "'map' takes pairs", "Write map:'€=EUR','$=USD'; '*=…' is for everything else.");
        }

        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            if (!map.TryAdd(pair[0].Trim(), pair[1].Trim()))
            {
                throw new ExpressionException(column, $"'map' names '{pair[0].Trim()}' twice", "Keys are compared without case; leave one of the two out.");
            }
        }

        var other = map.GetValueOrDefault("*");
        map.Remove("*");
        return Of(text => (map.TryGetValue(text.Trim(), out var mapped) ? mapped : other) is { } result ? new ScalarValue(result) : null);
    }

    private static ValueTransform Split(List<string> arguments, int column)
    {
        Expect(arguments, 2, 2, "split", column);
        if (arguments[0].Length == 0 || !int.TryParse(arguments[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position) || position == 0)
        {
            throw new ExpressionException(column, "'split' takes a separator and a position", "Write split:'/',2 for the second part, split:'/',-1 for the last.");
        }

        return Of(text =>
        {
            var parts = text.Split(arguments[0]);
            var at = position > 0 ? position - 1 : parts.Length + position;
            return at >= 0 && at < parts.Length ? new ScalarValue(parts[at].Trim()) : null;
        });
    }

    private static ValueTransform WholeName(List<string> arguments, int column)
    {
        Expect(arguments, 1, 1, "name", column);
        if (arguments[0] is not ("first" or "last"))
        {
            throw new ExpressionException(column, "'name' gives a part of a whole name", "Write name:first or name:last.");
        }

        var first = arguments[0] == "first";
        return Of(text =>
        {
            var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length < 2 ? (first && words.Length == 1 ? new ScalarValue(words[0]) : null)
                : new ScalarValue(first ? string.Join(' ', words[..^1]) : words[^1]);
        });
    }

    private static ValueTransform Html(List<string> arguments, int column)
    {
        Expect(arguments, 1, 1, "html", column);
        var at = arguments[0].LastIndexOf('@');
        var attribute = at >= 0 && arguments[0].AsSpan(at).IndexOfAny(']', ' ') < 0 ? arguments[0][(at + 1)..] : null;
        var selector = CssSource.Selector(attribute is null ? arguments[0] : arguments[0][..at], column);
        return Of(text =>
        {
            var element = HtmlReading.Parse(text).All.FirstOrDefault(candidate => selector.Match(candidate, null));
            var found = element is null ? null : attribute is null ? CssSource.Text(element) : element.GetAttribute(attribute);
            return found is null ? null : new ScalarValue(found);
        });
    }

    private static ValueTransform Json(List<string> arguments, int column)
    {
        Expect(arguments, 0, 1, "json", column);
        var path = JsonPath.Create(arguments.Count == 0 ? "@" : arguments[0], column);
        return Of(text => JsonReading.Unwrap(JsonReading.TryParse(text)) is { } root ? JsonPath.ToScalar(path.Find(root)) : null);
    }

    private static ValueTransform Default(List<string> arguments, int column)
    {
        Expect(arguments, 1, 1, "default", column);
        var fallback = new ScalarValue(arguments[0]);
        return new ValueTransform((value, _) => value is { Text.Length: > 0 } ? value : fallback);
    }

    private static ValueTransform Number(List<string> arguments, string name, int column)
    {
        Expect(arguments, 0, 1, name, column);
        var mark = arguments switch
        {
            [] => (char?)null,
            ["," or "."] => arguments[0][0],
            [var language] when DecimalMarks.Of(language) is { } known => known,
            _ => throw new ExpressionException(column, $"'{name}' takes the decimal mark or a language", $"Write {name}:',' or {name}:de, or nothing for the language of the page."),
        };
        return new ValueTransform((value, scope) => value is { } present ? ToNumber(present, mark, name == "money" ? scope.Currency : null, scope) : null)
        {
            ReadsPageLanguage = mark is null,
        };
    }

    private static ScalarValue? ToNumber(ScalarValue value, char? mark, string? currency, ReadingScope scope)
    {
        if (value.Kind == ScalarKind.Number)
        {
            return value;
        }

        // The language is asked for only if the number could mean two things without it.
        var number = PrintedNumber.Parse(value.Text, new NumberFormat(mark, currency))
            ?? (mark is null ? PrintedNumber.Parse(value.Text, scope.Numbers with { Currency = currency }) : null);
        return number is { } found ? new ScalarValue(PrintedNumber.ToText(found), ScalarKind.Number) : null;
    }

    private static ValueTransform Scale(List<string> arguments, int column)
    {
        Expect(arguments, 1, 1, "scale", column);
        if (!decimal.TryParse(arguments[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) || factor <= 0)
        {
            throw new ExpressionException(column, "'scale' takes a factor", "Write scale:0.01 for amounts in cents.");
        }

        return Of(text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e18m
                ? new ScalarValue(PrintedNumber.ToText(number * factor), ScalarKind.Number)
                : null);
    }

    private static void Expect(List<string> arguments, int least, int most, string name, int column)
    {
        if (arguments.Count < least || arguments.Count > most)
        {
            var count = least == most ? $"{least}" : $"{least} to {most}";
            throw new ExpressionException(column, $"'{name}' takes {count} arguments, not {arguments.Count}", "Arguments stand behind a colon, with commas between them; put text with , | or } into single quotes.");
        }
    }
}
