using System.Text;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Reads value expressions; the README of the folder Extraction has the grammar.</summary>
/// <param name="text">The expression.</param>
/// <param name="names">What a bare name may stand for.</param>
internal sealed class ExpressionParser(string text, ExpressionNames names)
{
    private int _position;

    private bool AtEnd => _position >= text.Length;

    /// <summary>Parses text with <c>{…}</c> in it.</summary>
    public static ValueExpression? Parse(string text, ExpressionNames names, out ExpressionError? error) =>
        Try(() => new ExpressionParser(text, names).ParseExpression(), out error);

    /// <summary>Parses what stands inside braces, without them.</summary>
    public static ValueChoice? ParseChoice(string text, ExpressionNames names, out ExpressionError? error) =>
        Try(() => new ExpressionParser(text, names).ParseWholeChoice(), out error);

    private static T? Try<T>(Func<T> parse, out ExpressionError? error)
        where T : class
    {
        try
        {
            error = null;
            return parse();
        }
        catch (ExpressionException exception)
        {
            error = exception.Error;
            return null;
        }
    }

    private ValueExpression ParseExpression()
    {
        var parts = new List<ValuePart>();
        var literal = new StringBuilder();
        while (!AtEnd)
        {
            var character = text[_position];
            if (character is '{' or '}' && _position + 1 < text.Length && text[_position + 1] == character)
            {
                literal.Append(character);
                _position += 2;
            }
            else if (character == '{')
            {
                Flush(literal, parts);
                parts.Add(new ValuePart("", ParsePlaceholder()));
            }
            else if (character == '}')
            {
                throw new ExpressionException(_position + 1, "There is a '}' without its '{'", "Write '}}' for a brace that is text.");
            }
            else
            {
                literal.Append(character);
                _position++;
            }
        }

        Flush(literal, parts);
        return new ValueExpression(parts);
    }

    private static void Flush(StringBuilder literal, List<ValuePart> parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new ValuePart(literal.ToString(), null));
            literal.Clear();
        }
    }

    private ValueChoice ParsePlaceholder()
    {
        var open = _position++;
        var choice = ParseAlternatives();
        if (AtEnd || text[_position] != '}')
        {
            throw new ExpressionException(open + 1, "This '{' is never closed", "Add the '}', or write '{{' for a brace that is text.");
        }

        _position++;
        return choice;
    }

    private ValueChoice ParseWholeChoice()
    {
        var choice = ParseAlternatives();
        return AtEnd
            ? choice
            : throw new ExpressionException(_position + 1, $"'{text[_position]}' is not expected here", "Put a selector with such characters into single quotes.");
    }

    private ValueChoice ParseAlternatives()
    {
        var chains = new List<ValueChain> { ParseChain() };
        while (TryTake("??"))
        {
            chains.Add(ParseChain());
        }

        return new ValueChoice(chains);
    }

    private ValueChain ParseChain()
    {
        SkipBlanks();
        var start = _position;
        var source = !AtEnd && text[_position] == '\'' ? new ConstantSource(ParseQuoted()) : ParseSource(start);
        var transforms = new List<ValueTransform>();
        while (TryTake("|"))
        {
            SkipBlanks();
            transforms.Add(ParseTransform());
        }

        SkipBlanks();
        return new ValueChain(source, transforms);
    }

    private ValueSource ParseSource(int start)
    {
        var name = ParseName();
        if (name.Length == 0)
        {
            throw new ExpressionException(start + 1, "A source is missing", $"Write one of: {ValueSources.List}.");
        }

        var index = ParseIndex();
        var hasSelector = !AtEnd && text[_position] == ':';
        var at = _position + 2;
        if (hasSelector)
        {
            _position++;
        }

        var selector = hasSelector ? ParseArgument(stopAtComma: false) : null;
        return ValueSources.Create(name, index, selector, names, start + 1, at);
    }

    private int? ParseIndex()
    {
        if (AtEnd || text[_position] != '[')
        {
            return null;
        }

        var close = text.IndexOf(']', _position);
        if (close < 0 || !int.TryParse(text.AsSpan(_position + 1, close - _position - 1), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var index) || index == 0)
        {
            throw new ExpressionException(_position + 1, "The number in brackets is not a position", "Write [1] for the first, [2] for the second, [-1] for the last.");
        }

        _position = close + 1;
        return index;
    }

    private ValueTransform ParseTransform()
    {
        var start = _position;
        var name = ParseName();
        var arguments = new List<string>();
        if (!AtEnd && text[_position] == ':')
        {
            do
            {
                _position++;
                SkipBlanks();
                arguments.Add(ParseArgument(stopAtComma: true));
                SkipBlanks();
            }
            while (!AtEnd && text[_position] == ',');
        }

        SkipBlanks();
        return ValueTransforms.Create(name, arguments, start + 1);
    }

    private string ParseName()
    {
        var start = _position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '-' or '_'))
        {
            _position++;
        }

        return text[start.._position];
    }

    /// <summary>Quoted, or bare up to the end of the chain; brackets and double quotes inside are the selector's own.</summary>
    private string ParseArgument(bool stopAtComma)
    {
        if (!AtEnd && text[_position] == '\'')
        {
            return ParseQuoted();
        }

        var start = _position;
        var depth = 0;
        while (!AtEnd && !IsEnd(depth, stopAtComma))
        {
            var character = text[_position];
            if (character is '"' or '\'' or '`' && depth > 0 || character is '"' or '`')
            {
                SkipQuoted(character);
                continue;
            }

            depth += character is '(' or '[' or '{' ? 1 : character is ')' or ']' or '}' ? -1 : 0;
            _position++;
        }

        return text[start.._position].TrimEnd();
    }

    private bool IsEnd(int depth, bool stopAtComma) =>
        depth == 0 && (text[_position] is '}' or '|' || (stopAtComma && text[_position] == ',') || text.AsSpan(_position).StartsWith("??"));

    private void SkipQuoted(char quote)
    {
        var start = _position++;
        while (!AtEnd && text[_position] != quote)
        {
            _position++;
        }

        if (AtEnd)
        {
            throw new ExpressionException(start + 1, $"This {quote} is never closed", $"Add the closing {quote}.");
        }

        _position++;
    }

    private string ParseQuoted()
    {
        var start = _position++;
        var value = new StringBuilder();
        while (!AtEnd)
        {
            if (text[_position] != '\'')
            {
                value.Append(text[_position++]);
            }
            else if (_position + 1 < text.Length && text[_position + 1] == '\'')
            {
                value.Append('\'');
                _position += 2;
            }
            else
            {
                _position++;
                return value.ToString();
            }
        }

        throw new ExpressionException(start + 1, "This ' is never closed", "Add the closing '; a ' inside is written twice.");
    }

    private bool TryTake(string token)
    {
        SkipBlanks();
        if (!text.AsSpan(_position).StartsWith(token))
        {
            return false;
        }

        _position += token.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (!AtEnd && text[_position] == ' ')
        {
            _position++;
        }
    }
}
