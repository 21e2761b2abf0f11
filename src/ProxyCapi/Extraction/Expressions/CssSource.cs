using System.Text.RegularExpressions;
using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>
/// Text of the first element that a CSS selector finds, white space folded, or one of its attributes (<c>css:.total@data-value</c>). In a
/// list it looks inside the entry, and <c>css:@data-sku</c> is the entry itself.
/// </summary>
internal sealed partial class CssSource : ValueSource
{
    private static readonly CssSelectorParser Parser = new();

    private readonly ISelector? _selector;
    private readonly SelectorHint _hint;
    private readonly string? _attribute;
    private readonly int _index;

    private CssSource(string css, ISelector? selector, string? attribute, int index)
    {
        _selector = selector;
        _hint = SelectorHint.Of(css);
        _attribute = attribute;
        _index = index;
    }

    public override bool NeedsResponseBody => true;

    /// <summary>Compiles <c>selector[@attribute]</c>.</summary>
    public static CssSource Create(string text, int index, int column)
    {
        var attribute = AttributeSuffix().Match(text);
        var css = attribute.Success ? text[..attribute.Index] : text;
        return new CssSource(css, css.Trim().Length == 0 && attribute.Success ? null : Selector(css, column), attribute.Success ? attribute.Groups[1].Value : null, index);
    }

    /// <summary>Compiles a selector.</summary>
    /// <exception cref="ExpressionException">It is not CSS.</exception>
    public static ISelector Selector(string css, int column)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(css) && Parser.ParseSelector(css) is { } selector)
            {
                return selector;
            }
        }
        catch (Exception exception) when (exception is DomException or InvalidOperationException or ArgumentException)
        {
            // Falls through: the parser says no in several ways.
        }

        throw new ExpressionException(column, $"'{css}' is not a CSS selector", "Try it in the browser's console: document.querySelector('…'). An attribute is css:.selector@name.");
    }

    public override ScalarValue? Read(ReadingScope scope)
    {
        var element = Find(scope);
        var text = element is null ? null
            : _attribute is null ? Text(element)
            : element.GetAttribute(_attribute);
        return text is null ? null : new ScalarValue(text);
    }

    /// <summary>An element's text as a reader sees it: white space folded, trimmed.</summary>
    public static string Text(IElement element) => Blanks().Replace(element.TextContent, " ").Trim();

    private IElement? Find(ReadingScope scope)
    {
        if (_selector is null)
        {
            return scope.Element;
        }

        // HTML that is really JSON has no elements; parsing it would only cost.
        if (scope.Element is null && (!_hint.MayMatch(scope.Document.Text) || scope.Document.Json is not null))
        {
            return null;
        }

        var found = scope.Element is { } entry ? Matching(entry.QuerySelectorAll("*"), entry) : Matching(scope.Document.Html.All, null);
        if (_index == 1)
        {
            return found.FirstOrDefault();
        }

        var all = found.ToArray();
        var at = _index > 0 ? _index - 1 : all.Length + _index;
        return at >= 0 && at < all.Length ? all[at] : null;
    }

    private IEnumerable<IElement> Matching(IEnumerable<IElement> elements, IElement? scope) => elements.Where(element => _selector!.Match(element, scope));

    [GeneratedRegex("@([A-Za-z_:][-A-Za-z0-9_:.]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex AttributeSuffix();

    [GeneratedRegex("[\\s\u00A0]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
