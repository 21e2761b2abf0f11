using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>The sources by name.</summary>
internal static class ValueSources
{
    private static readonly string[] WithSelector =
        ["route", "query", "header", "response-header", "cookie", "form", "json", "request-json", "css", "regex", "script", "const"];

    private static readonly string[] Alone = ["url", "host", "path", "status", "method"];

    /// <summary>All names, for messages.</summary>
    public static string List { get; } = string.Join(", ", WithSelector.Concat(Alone));

    /// <summary>Makes a source.</summary>
    /// <param name="name">Its name as written.</param>
    /// <param name="index">The position in brackets, if any.</param>
    /// <param name="selector">What stands behind the colon, if there is one.</param>
    /// <param name="names">What a bare name may stand for.</param>
    /// <param name="column">Where the name stands.</param>
    /// <param name="selectorColumn">Where the selector stands.</param>
    /// <exception cref="ExpressionException">There is no such source, or its selector is wrong.</exception>
    public static ValueSource Create(string name, int? index, string? selector, ExpressionNames names, int column, int selectorColumn)
    {
        if (index is not null && name != "css")
        {
            throw new ExpressionException(column, $"'{name}' has no positions", "Only css[n]:… takes one.");
        }

        if (selector is null)
        {
            return Bare(name, names, column);
        }

        if (selector.Length == 0)
        {
            throw new ExpressionException(selectorColumn, $"'{name}:' names nothing", $"Write what to read, as in {{{name}:…}}.");
        }

        return name switch
        {
            "route" => Route(selector, names, selectorColumn),
            "query" => new ExchangeSource(scope => scope.Document.Query(selector)),
            "header" => new ExchangeSource(scope => Header(scope.Document.Exchange.RequestHeaders, selector)),
            "response-header" => new ExchangeSource(scope => Header(scope.Document.Exchange.ResponseHeaders, selector)),
            "cookie" => new ExchangeSource(scope => scope.Document.Cookie(selector)),
            "form" => new ExchangeSource(scope => scope.Document.Form.Find(selector), needsRequestBody: true),
            "json" => new JsonSource(JsonPath.Create(selector, selectorColumn), ofRequest: false, names.IsInJsonEntry),
            "request-json" => new JsonSource(JsonPath.Create(selector, selectorColumn), ofRequest: true),
            "css" => CssSource.Create(selector, index ?? 1, selectorColumn),
            "regex" => new RegexSource(Patterns.Create(selector, selectorColumn)),
            "script" => new ScriptSource(selector),
            "const" => new ConstantSource(selector),
            _ => throw Unknown(name, names, column),
        };
    }

    private static ValueSource Bare(string name, ExpressionNames names, int column) => name switch
    {
        "url" => new ExchangeSource(scope => scope.Document.Url),
        "host" => new ExchangeSource(scope => scope.Document.Exchange.Host),
        "path" => new ExchangeSource(scope => scope.Document.Exchange.Path),
        "method" => new ExchangeSource(scope => scope.Document.Exchange.Method),
        "status" => new ExchangeSource(scope => scope.Document.Exchange.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture), kind: ScalarKind.Number),
        _ when names.HasField(name) => new FieldSource(name),
        _ when names.HasRouteParameter(name) => Route(name, names, column),
        _ when WithSelector.Contains(name) => throw new ExpressionException(column, $"'{name}' does not say what to read", $"Write {{{name}:…}}."),
        _ => throw Unknown(name, names, column),
    };

    private static ExchangeSource Route(string name, ExpressionNames names, int column) =>
        names.HasRouteParameter(name)
            ? new ExchangeSource(scope => scope.RouteValues.GetValueOrDefault(name))
            : throw new ExpressionException(column, $"Match:Path has no placeholder '{{{name}}}'", names.RouteParameters.Count == 0
                ? $"Write one into Match:Path, as in /order/{{{name}}}."
                : $"It has: {string.Join(", ", names.RouteParameters)}.");

    private static string? Header(IReadOnlyDictionary<string, Microsoft.Extensions.Primitives.StringValues> headers, string name) =>
        headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private static ExpressionException Unknown(string name, ExpressionNames names, int column)
    {
        var known = WithSelector.Concat(Alone).Concat(names.Fields).Concat(names.RouteParameters);
        var meant = NearestName.Find(name, known);
        return new ExpressionException(
            column,
            $"There is no source '{name}'",
            meant is null ? $"Sources are {List}; a bare name is a key of this rule's CustomData or a placeholder of its path." : $"Did you mean '{meant}'?");
    }
}
