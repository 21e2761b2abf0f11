using System.Globalization;
using System.Text.RegularExpressions;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Something that holds for an exchange or not: a value that is there, equals, matches, compares.</summary>
internal sealed partial class Condition
{
    private readonly ValueChoice _value;
    private readonly Func<ScalarValue?, bool> _test;

    private Condition(ValueChoice value, Func<ScalarValue?, bool> test)
    {
        _value = value;
        _test = test;
    }

    public bool NeedsRequestBody => _value.NeedsRequestBody;

    public bool NeedsResponseBody => _value.NeedsResponseBody;

    /// <summary>Whether it can be told without the answer's body, and without any field of the rule.</summary>
    public bool IsOfHeaders => !NeedsResponseBody && !_value.References.Any();

    /// <summary>Compiles a condition.</summary>
    public static Condition? Parse(string text, ExpressionNames names, out ExpressionError? error)
    {
        var rest = text.TrimStart();
        var negated = rest.StartsWith('!') || rest.StartsWith("not ", StringComparison.Ordinal);
        rest = !negated ? rest : rest[(rest[0] == '!' ? 1 : 4)..].TrimStart();
        var (operand, test) = Split(rest.TrimEnd(), out error);
        if (error is not null || ExpressionParser.ParseChoice(operand, names, out error) is not { } value)
        {
            error = error! with { Column = error.Column + text.Length - rest.Length };
            return null;
        }

        return new Condition(value, negated ? found => !test(found) : test);
    }

    /// <summary>Whether it holds.</summary>
    public bool Holds(ReadingScope scope) => _test(_value.Read(scope));

    // The operator is told from a CSS combinator by what follows it: a number, or text in quotes.
    private static (string Operand, Func<ScalarValue?, bool> Test) Split(string text, out ExpressionError? error)
    {
        error = null;
        if (Comparison().Match(text) is { Success: true } match)
        {
            var test = Test(match, out error);
            return (text[..match.Index], test);
        }

        if (UnquotedComparison().Match(text) is { Success: true } unquoted)
        {
            var value = unquoted.Groups[1];
            error = new ExpressionError(value.Index + 1, $"'{value.Value}' is not in quotes", $"Write '{value.Value}' with single quotes around it.");
        }

        // "paid": false is there, and says the opposite.
        return (text, found => found is { Text.Length: > 0 } present && !(present.Kind == ScalarKind.Boolean && present.Text == "false"));
    }

    private static Func<ScalarValue?, bool> Test(Match match, out ExpressionError? error)
    {
        error = null;
        var name = match.Groups["op"].Value;
        var values = Literal().Matches(match.Groups["value"].Value).Select(literal => Unquote(literal.Value)).ToArray();
        var first = values.Length > 0 ? values[0] : "";
        switch (name)
        {
            case "==":
                return found => IsSame(found, first);
            case "!=":
                return found => !IsSame(found, first);
            case "in":
                return found => Array.Exists(values, value => IsSame(found, value));
            case "~" or "!~":
                try
                {
                    var regex = Patterns.Create(first, match.Groups["value"].Index + 1);
                    return found => (found is { } present && regex.IsMatch(present.Text)) == (name == "~");
                }
                catch (ExpressionException exception)
                {
                    error = exception.Error;
                    return _ => false;
                }

            default:
                if (!TryNumber(first, out var limit))
                {
                    error = new ExpressionError(match.Groups["value"].Index + 1, $"'{first}' is not a number", $"Write a number behind {name}, as in '> 0'.");
                    return _ => false;
                }

                return found => found is { } present && TryNumber(present.Text, out var number) && Compare(name, number, limit);
        }
    }

    private static bool IsSame(ScalarValue? found, string value) =>
        found is { } present
        && (present.Text.Equals(value, StringComparison.Ordinal)
            || (present.Kind == ScalarKind.Number && TryNumber(present.Text, out var left) && TryNumber(value, out var right) && left == right));

    private static bool Compare(string name, decimal number, decimal limit) => name switch
    {
        ">" => number > limit,
        ">=" => number >= limit,
        "<" => number < limit,
        _ => number <= limit,
    };

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Unquote(string literal) =>
        literal.StartsWith('\'') ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;

    [GeneratedRegex(@"(?:\s*(?<op>==|!=)|\s+(?<op>>=|<=|>|<|!~|~|in))\s*(?<value>'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|\(\s*(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?)(?:\s*,\s*(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?))*\s*\))\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    // Brackets and backticks belong to a filter of JMESPath.
    [GeneratedRegex(@"\s(?:==|!=)\s*([^'""`\]\s][^'""`\]]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex UnquotedComparison();

    [GeneratedRegex(@"'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
