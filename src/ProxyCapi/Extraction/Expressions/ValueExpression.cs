using System.Text;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Text with placeholders. One placeholder alone keeps its kind; mixed with text the result is text.</summary>
internal sealed class ValueExpression(IReadOnlyList<ValuePart> parts)
{
    /// <summary>Whether anything in it reads the request's body.</summary>
    public bool NeedsRequestBody => parts.Any(part => part.Value?.NeedsRequestBody == true);

    /// <summary>Whether anything in it reads the answer's body.</summary>
    public bool NeedsResponseBody => parts.Any(part => part.Value?.NeedsResponseBody == true);

    /// <summary>The text, if there is no placeholder in it.</summary>
    public string? Constant => parts.All(part => part.Value is null) ? string.Concat(parts.Select(part => part.Text)) : null;

    /// <summary>Names of the rule's fields it refers to.</summary>
    public IEnumerable<string> References => parts.SelectMany(part => part.Value?.References ?? []);

    /// <summary>The value; <see langword="null"/> if any placeholder gives nothing: half an id is worse than none.</summary>
    public ScalarValue? Read(ReadingScope scope)
    {
        if (parts is [{ Value: { } only }])
        {
            return only.Read(scope);
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Value is null)
            {
                text.Append(part.Text);
            }
            else if (part.Value.Read(scope) is { Text.Length: > 0 } value)
            {
                text.Append(value.Text);
            }
            else
            {
                return null;
            }
        }

        return text.Length == 0 ? null : new ScalarValue(text.ToString());
    }
}
