using AngleSharp.Css.Dom;
using AngleSharp.Dom;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Where the entries of a list come from: elements, or JSON of the answer, the request or a script.</summary>
internal sealed class EntrySource
{
    private const int MaxEntries = 1000;

    private readonly ISelector? _elements;
    private readonly SelectorHint _hint;
    private readonly JsonPath? _path;
    private readonly bool _ofRequest;
    private readonly ValueChoice? _text;

    private EntrySource(ISelector? elements, JsonPath? path, bool ofRequest, ValueChoice? text, string css = "")
    {
        _hint = SelectorHint.Of(css);
        _elements = elements;
        _path = path;
        _ofRequest = ofRequest;
        _text = text;
    }

    /// <summary>Whether the entries are JSON; else they are elements.</summary>
    public bool IsJson => _elements is null;

    public bool NeedsResponseBody => _elements is not null || (_path is not null && !_ofRequest) || _text?.NeedsResponseBody == true;

    public bool NeedsRequestBody => _ofRequest || _text?.NeedsRequestBody == true;

    /// <summary>Compiles <c>css:…</c>, <c>json:…</c>, <c>request-json:…</c>, or a chain that ends in JSON text; <c>++</c> joins several.</summary>
    public static IReadOnlyList<EntrySource>? Parse(string text, ExpressionNames names, out ExpressionError? error)
    {
        var sources = new List<EntrySource>();
        foreach (var part in text.Split(" ++ ", StringSplitOptions.TrimEntries))
        {
            if (One(part, names, out error) is not { } source)
            {
                return null;
            }

            sources.Add(source);
        }

        error = null;
        return sources;
    }

    /// <summary>A scope for each entry, in the order of the page; inside an entry, of what stands in it.</summary>
    public IEnumerable<ReadingScope> Entries(ReadingScope scope) =>
        (_elements is not null ? Elements(scope).Select(element => scope with { Element = element, Token = null })
            : Tokens(scope).Select(token => scope with { Token = token, Element = null })).Take(MaxEntries);

    private static EntrySource? One(string part, ExpressionNames names, out ExpressionError? error)
    {
        try
        {
            error = null;
            if (part.StartsWith("css:", StringComparison.Ordinal))
            {
                return new EntrySource(CssSource.Selector(part[4..], 5), null, ofRequest: false, null, part[4..]);
            }

            // Transforms and alternatives make it a chain that ends in JSON text: script:'items'|regex:'…'|json:…
            var prefix = part.StartsWith("json:", StringComparison.Ordinal) ? 5 : part.StartsWith("request-json:", StringComparison.Ordinal) ? 13 : 0;
            if (prefix > 0 && !part.Contains('|', StringComparison.Ordinal) && !part.Contains("??", StringComparison.Ordinal) && part[prefix..].TrimStart() is not ['\'', ..])
            {
                return new EntrySource(null, JsonPath.Create(part[prefix..], prefix + 1), ofRequest: prefix == 13, null);
            }

            return ExpressionParser.ParseChoice(part, names, out error) is { } text ? new EntrySource(null, null, ofRequest: false, text) : null;
        }
        catch (ExpressionException exception)
        {
            error = exception.Error;
            return null;
        }
    }

    private IEnumerable<IElement> Elements(ReadingScope scope) =>
        scope.Element is { } entry ? entry.QuerySelectorAll("*").Where(element => _elements!.Match(element, entry))
        : _hint.MayMatch(scope.Document.Text) && scope.Document.Json is null ? scope.Document.Html.All.Where(element => _elements!.Match(element, null))
        : [];

    private JArray Tokens(ReadingScope scope)
    {
        var found = _path is null
            ? Documents.JsonReading.TryParse(_text!.Read(scope)?.Text)
            : (_ofRequest ? scope.Document.RequestJson : scope.Token ?? scope.Document.Json) is { } root ? _path.Find(root) : null;
        return Documents.JsonReading.Unwrap(found) switch
        {
            null => [],
            JArray array => array,
            var one => new JArray(one),
        };
    }
}
