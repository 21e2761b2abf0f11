using System.Buffers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What scripts read from the page's elements: data in attributes, JSON in data blocks, values of hidden fields.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Selectors of one element: a tag, an id, classes, attributes. What combines several costs more than a page may ask for.</summary>
    private static readonly SearchValues<char> SelectorCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_#.[]='\"");

    private const int MaxSelector = 80;

    private readonly IHtmlDocument? _document;
    private int _elements = -1;

    // A fragment stands in a page that is not seen here, and has an address no more than it has the page's elements.
    private Unknown None(bool isJQuery) => _location is null ? Unknown.Value : new Unknown(null, isJQuery ? UnknownKind.NoElements : UnknownKind.NoElement);

    /// <summary>The first element; where there is none, a value that says so and of which nothing else is known.</summary>
    private object Select(object selector, bool isJQuery = false)
    {
        if (_document is null || selector is not string { Length: > 0 and <= MaxSelector } text || text.AsSpan().ContainsAnyExcept(SelectorCharacters))
        {
            return Unknown.Value;
        }

        _elements = _elements < 0 ? _document.All.Length : _elements;
        _budget.Step(500 + (_elements / 10));
        try
        {
            return _document.QuerySelector(text) is { } element ? _memory.NewElement(element, isJQuery) : None(isJQuery);
        }
        catch (DomException)
        {
            // Not a selector.
            return Unknown.Value;
        }
    }

    /// <summary>All elements, if there is one.</summary>
    private object SelectAll(object selector)
    {
        if (Select(selector) is not ScriptElement and var none)
        {
            return none is Unknown { Kind: UnknownKind.NoElement } ? _memory.NewArray([]) : Unknown.Value;
        }

        var found = _document!.QuerySelectorAll((string)selector).Take(ScriptBudget.Rounds).ToList();
        _budget.Step(found.Count + (_elements / 10));
        return _memory.NewArray([.. found.Select(element => _memory.NewElement(element, isJQuery: false))]);
    }

    /// <summary>A member of an element; <see langword="null"/> if only the browser knows it.</summary>
    private object? ElementMember(ScriptElement holder, string key)
    {
        var element = holder.Element;
        return holder.IsJQuery ? key == "0" ? _memory.NewElement(element, false) : null : key switch
        {
            "textContent" or "text" => Limited(element.TextContent),
            "innerText" => Limited(element is IHtmlScriptElement ? element.TextContent : element.TextContent.Trim()),
            "innerHTML" => Limited(element.InnerHtml),
            "value" => Value(element),
            "id" or "content" or "title" or "name" => element.GetAttribute(key) ?? "",
            "className" => element.ClassName ?? "",
            "dataset" => Dataset(element),
            _ => null,
        };
    }

    /// <summary>A method of an element; <see langword="null"/> if it has none of that name that only reads.</summary>
    private object? ElementMethod(ScriptElement holder, string name, IReadOnlyList<object> arguments)
    {
        var element = holder.Element;
        return (name, arguments) switch
        {
            ("getAttribute", [string attribute]) => element.GetAttribute(attribute) ?? (object)Nothing.Null,
            ("hasAttribute", [string attribute]) => element.HasAttribute(attribute),
            ("hasClass", [string word]) when holder.IsJQuery => element.ClassList.Contains(word),
            ("attr", [string attribute]) when holder.IsJQuery => element.GetAttribute(attribute) ?? (object)Nothing.Undefined,
            ("data", [string key]) when holder.IsJQuery => JQueryData(element, key),
            ("text", []) when holder.IsJQuery => Limited(element.TextContent),
            ("html", []) when holder.IsJQuery => Limited(element.InnerHtml),
            ("val", []) when holder.IsJQuery => Value(element),
            ("first", []) when holder.IsJQuery => holder,
            _ => null,
        };
    }

    /// <summary>Whether the page's body has a class: the word by which many shops' scripts know the page.</summary>
    private object HasBodyClass(object name) => _document?.Body is { } body && _location is not null && name is string word ? body.ClassList.Contains(word) : Unknown.Value;

    private object Limited(string text)
    {
        if (text.Length > ScriptBudget.TextLength)
        {
            return Unknown.Value;
        }

        _budget.Text(text.Length);
        return text;
    }

    private static object Value(IElement element) => element switch
    {
        IHtmlInputElement input => input.DefaultValue ?? "",
        IHtmlTextAreaElement area => area.DefaultValue ?? "",
        IHtmlSelectElement select => select.Value ?? "",
        _ => Unknown.Value,
    };

    private ScriptObject Dataset(IElement element)
    {
        var data = _memory.NewObject();
        foreach (var attribute in element.Attributes.Where(attribute => attribute.Name.StartsWith("data-", StringComparison.Ordinal)))
        {
            _memory.Set(data, CamelCase(attribute.Name.AsSpan(5)), attribute.Value);
        }

        return data;
    }

    /// <summary>jQuery reads numbers, truth values and JSON out of data attributes.</summary>
    private object JQueryData(IElement element, string key)
    {
        var attribute = element.Attributes.FirstOrDefault(each => each.Name.StartsWith("data-", StringComparison.Ordinal)
            && (each.Name.AsSpan(5).SequenceEqual(key) || CamelCase(each.Name.AsSpan(5)) == key));
        return attribute?.Value switch
        {
            null => Unknown.Value,
            "true" => true,
            "false" => false,
            "null" => Nothing.Null,
            var text when text.StartsWith('{') || text.StartsWith('[') => ParseJson(text) is ScriptObject parsed ? parsed : text,
            var text => Coercion.NumberOf(text) is decimal number && text.Length > 0 && Coercion.NumberText(number) == text ? number : text,
        };
    }

    private static string CamelCase(ReadOnlySpan<char> name)
    {
        var result = new System.Text.StringBuilder(name.Length);
        for (var index = 0; index < name.Length; index++)
        {
            var isUpper = name[index] == '-' && index + 1 < name.Length && char.IsAsciiLetterLower(name[index + 1]);
            result.Append(isUpper ? char.ToUpperInvariant(name[++index]) : name[index]);
        }

        return result.ToString();
    }
}
