using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Extraction;

/// <summary>The reading part of a rule: its conditions and expressions, compiled.</summary>
internal sealed class ConversionReader
{
    private readonly string _name;
    private readonly RuleOptions _options;
    private readonly ValueExpression? _event;
    private readonly IReadOnlyList<EntrySource>? _each;
    private readonly IReadOnlyList<Condition> _where;
    private readonly IReadOnlyList<Condition> _when;
    private readonly IReadOnlyList<Condition> _unless;
    private readonly IReadOnlyDictionary<string, ValueExpression> _customData;
    private readonly IReadOnlyDictionary<string, ListExpression> _lists;
    private readonly ValueExpression? _contentIds;
    private readonly IReadOnlyDictionary<string, ValueExpression> _userData;
    private readonly ValueExpression? _eventId;
    private readonly ValueExpression? _eventSourceUrl;

    private ConversionReader(string name, RuleOptions options, RuleReaderCompiler compiled)
    {
        _name = name;
        _options = options;
        _event = compiled.Event;
        _each = compiled.Each;
        _where = compiled.Where;
        _when = compiled.When;
        _unless = compiled.Unless;
        _customData = compiled.CustomData;
        _lists = compiled.Lists;
        _contentIds = compiled.ContentIds;
        _userData = compiled.UserData;
        _eventId = compiled.EventId;
        _eventSourceUrl = compiled.EventSourceUrl;
        NeedsRequestBody = compiled.NeedsRequestBody;
        NeedsResponseBody = compiled.NeedsResponseBody;
    }

    /// <summary>Whether any expression or condition needs the request's body.</summary>
    public bool NeedsRequestBody { get; private init; }

    /// <summary>Whether any expression or condition needs the answer's body.</summary>
    public bool NeedsResponseBody { get; private init; }

    /// <summary>The rule only fills gaps of what another rule of the same event finds.</summary>
    public bool IsEnriching => _options.Enrich;

    /// <summary>Compiles a rule; every problem is added to <paramref name="failures"/>, the result is usable only if none was.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="options">The rule.</param>
    /// <param name="path">Configuration path of the rule.</param>
    /// <param name="routeParameters">Placeholders of the rule's path pattern; the <c>route</c> source may name no other.</param>
    /// <param name="failures">Where problems go.</param>
    public static ConversionReader Create(
        string name,
        RuleOptions options,
        string path,
        IReadOnlyCollection<string> routeParameters,
        ICollection<ConfigurationFailure> failures) =>
        new(name, options, new RuleReaderCompiler(options, path, routeParameters, failures));

    /// <summary>
    /// Whether a condition on something else than the answer's body fails already: then the body need not even be decoded.
    /// </summary>
    public bool IsRefusedByHeaders(ExchangeDocument document, IReadOnlyDictionary<string, string> routeValues)
    {
        var scope = new ReadingScope(document, routeValues);
        return _when.Any(condition => condition.IsOfHeaders && !condition.Holds(scope)) || _unless.Any(condition => condition.IsOfHeaders && condition.Holds(scope));
    }

    /// <summary>Whether the rule's conditions hold.</summary>
    public bool Applies(ReadingScope scope) =>
        _when.All(condition => condition.Holds(scope)) && !_unless.Any(condition => condition.Holds(scope));

    /// <summary>Each condition as it is written, with whether it lets the rule count; one whose pattern runs out of time does not.</summary>
    public IEnumerable<(string Condition, bool IsMet)> Conditions(ReadingScope scope) =>
        Conditions(_options.When, _when, "", scope, wanted: true).Concat(Conditions(_options.Unless, _unless, "unless ", scope, wanted: false));

    private static IEnumerable<(string Condition, bool IsMet)> Conditions(
        List<string> texts, IReadOnlyList<Condition> conditions, string prefix, ReadingScope scope, bool wanted) =>
        texts.Zip(conditions, (text, condition) => (prefix + text, IsMet(condition, scope, wanted)));

    private static bool IsMet(Condition condition, ReadingScope scope, bool wanted)
    {
        try
        {
            return condition.Holds(scope) == wanted;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>The scope of this rule's expressions for an exchange: fields that refer to each other are read once.</summary>
    public ReadingScope CreateScope(ExchangeDocument document, IReadOnlyDictionary<string, string> routeValues) =>
        WithFields(new ReadingScope(document, routeValues));

    private ReadingScope WithFields(ReadingScope outer)
    {
        var known = new Dictionary<string, ScalarValue?>(StringComparer.Ordinal);
        ReadingScope scope = null!;
        scope = outer with { Field = Field };

        // A currency only counts for reading the value if it does not itself depend on the value.
        var currency = _customData.TryGetValue("currency", out var expression) && !expression.References.Any() ? OrNothing(() => expression.Read(scope))?.Text : null;
        return scope = scope with { Currency = currency?.Trim().ToUpperInvariant() };

        ScalarValue? Field(string key)
        {
            if (!known.TryGetValue(key, out var value))
            {
                value = known[key] = _customData[key].Read(scope);
            }

            return value;
        }
    }

    /// <summary>Reads the conversions: one, or one for each entry, but none where the page names no event.</summary>
    public IReadOnlyList<Conversion> Read(ReadingScope scope) =>
        _each is null
            ? ReadOne(scope) is { } only ? [only] : []
            : [.. Entries(scope).Select(ReadOne).OfType<Conversion>()];

    // A condition whose pattern runs out of time fails the rule: nobody knows which entries count.
    private IEnumerable<ReadingScope> Entries(ReadingScope scope) =>
        _each!.SelectMany(source => source.Entries(scope)).Select(WithFields).Where(entry => _where.All(condition => condition.Holds(entry)));

    /// <summary>What gives nothing is left out.</summary>
    private Conversion? ReadOne(ReadingScope scope)
    {
        if (EventName(scope) is not { } eventName)
        {
            return null;
        }

        var conversion = new Conversion
        {
            EventName = eventName,
            Source = _name,
            ActionSource = _options.ActionSource,
            Pixels = _options.Pixels,
        };
        foreach (var key in _customData.Keys)
        {
            if (OrNothing(() => scope.Field(key)) is { } value && value.Text.Trim() is { Length: > 0 } text)
            {
                conversion.CustomData[key] = AsNumber(key, value with { Text = text }, scope);
            }
        }

        foreach (var (key, list) in _lists)
        {
            ReadList(key, list, scope, conversion);
        }

        conversion.ContentIds.AddRange(Ids(Text(_contentIds, scope)));
        foreach (var (key, expression) in _userData)
        {
            if (Text(expression, scope) is { } text)
            {
                conversion.UserData[key] = [text];
            }
        }

        conversion.EventId = Text(_eventId, scope);
        conversion.EventSourceUrl = Text(_eventSourceUrl, scope);
        return conversion;
    }

    // Only Meta's own names: whatever else a page says would become a name of its own, in the books as well.
    private string? EventName(ReadingScope scope) =>
        _event is null ? _options.Event
        : Text(_event, scope) is { } name && MetaVocabulary.StandardEvents.Contains(name) ? name
        : null;

    private static string? Text(ValueExpression? expression, ReadingScope scope) =>
        OrNothing(() => expression?.Read(scope))?.Text.Trim() is { Length: > 0 } text ? text : null;

    // One id, or a list of them as JSON text.
    private static IEnumerable<string> Ids(string? text) =>
        text is null ? []
        : JsonReading.TryParse(text) is JArray list ? list.Select(id => JsonPath.ToScalar(id)?.Text.Trim() ?? "").Where(id => id.Length > 0)
        : [text];

    /// <summary>A field whose pattern ran out of time is missing; the order counts without it.</summary>
    private static T? OrNothing<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (RegexMatchTimeoutException)
        {
            return default;
        }
    }

    // A printed amount is read as one even where the rule does not say "|money"; what could be read in two ways stays text, and is no number.
    private static ScalarValue AsNumber(string key, ScalarValue value, ReadingScope scope) =>
        key is "value" or "predicted_ltv" or "net_revenue" or "num_items" && value.Kind == ScalarKind.Text
        && Numbers.PrintedNumber.Parse(value.Text, scope.Numbers) is { } number
            ? new ScalarValue(Numbers.PrintedNumber.ToText(number), ScalarKind.Number)
            : value;

    private static void ReadList(string key, ListExpression list, ReadingScope scope, Conversion conversion)
    {
        // The first entry whose pattern runs out of time ends the list: the others would take as long, and half a list is a wrong one.
        var items = OrNothing(() => list.Read(scope).ToArray()) ?? [];
        if (key == "contents")
        {
            conversion.Contents.AddRange(items);
        }
        else
        {
            conversion.ContentIds.AddRange(items.Select(item => item.Fields.Values.First().Text));
        }
    }
}
