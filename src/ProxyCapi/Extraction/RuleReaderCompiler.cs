using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Extraction;

/// <summary>Compiles the expressions of one rule and collects what is wrong with them, each with its configuration path.</summary>
internal sealed class RuleReaderCompiler
{
    private const string ContentIdsKey = "content_ids";

    private readonly ICollection<ConfigurationFailure> _failures;

    public RuleReaderCompiler(
        RuleOptions options, string path, IReadOnlyCollection<string> routeParameters, ICollection<ConfigurationFailure> failures)
    {
        _failures = failures;
        var fields = options.CustomData.Where(field => field.Value.Each is null && field.Value.Value is not null && field.Key != ContentIdsKey).ToArray();
        var exchangeNames = new ExpressionNames([.. fields.Select(field => field.Key)], routeParameters);
        Each = Entries(options.Each, exchangeNames, $"{path}:Each");
        var names = exchangeNames with { IsInJsonEntry = Each?.All(source => source.IsJson) == true };
        Where = Conditions(options.Where, names, $"{path}:Where");
        Event = options.Event.Contains('{', StringComparison.Ordinal) ? Expression(options.Event, names, $"{path}:Event") : null;
        CustomData = fields
            .Select(field => (field.Key, Value: Expression(field.Value.Value!, names, $"{path}:CustomData:{field.Key}")))
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.Key, field => field.Value!, StringComparer.Ordinal);
        Lists = options.CustomData.Where(field => field.Value.Each is not null)
            .Select(field => (field.Key, Value: List(field.Key, field.Value, names, $"{path}:CustomData:{field.Key}")))
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.Key, field => field.Value!, StringComparer.Ordinal);
        ContentIds = options.CustomData.TryGetValue(ContentIdsKey, out var ids) && ids is { Each: null, Value: { } value }
            ? Expression(value, names, $"{path}:CustomData:{ContentIdsKey}")
            : null;
        UserData = options.UserData
            .Select(field => (field.Key, Value: Expression(field.Value, names, $"{path}:UserData:{field.Key}")))
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.Key, field => field.Value!, StringComparer.Ordinal);
        EventId = options.EventId is null ? null : Expression(options.EventId, names, $"{path}:EventId");
        EventSourceUrl = options.EventSourceUrl is null ? null : Expression(options.EventSourceUrl, names, $"{path}:EventSourceUrl");
        When = Conditions(options.When, exchangeNames, $"{path}:When");
        Unless = Conditions(options.Unless, exchangeNames, $"{path}:Unless");
        FailOnCircles(path);
    }

    /// <summary>The event's name, if the page says it.</summary>
    public ValueExpression? Event { get; }

    /// <summary>Where the entries stand, if each of them is a conversion.</summary>
    public IReadOnlyList<EntrySource>? Each { get; }

    /// <summary>What an entry must meet.</summary>
    public IReadOnlyList<Condition> Where { get; }

    public IReadOnlyDictionary<string, ValueExpression> CustomData { get; }

    public IReadOnlyDictionary<string, ListExpression> Lists { get; }

    /// <summary>All ids from one expression.</summary>
    public ValueExpression? ContentIds { get; }

    public IReadOnlyDictionary<string, ValueExpression> UserData { get; }

    public IReadOnlyList<Condition> When { get; }

    public IReadOnlyList<Condition> Unless { get; }

    public ValueExpression? EventId { get; }

    public ValueExpression? EventSourceUrl { get; }

    public bool NeedsRequestBody =>
        Expressions.Any(expression => expression.NeedsRequestBody) || Lists.Values.Any(list => list.NeedsRequestBody) || AllConditions.Any(condition => condition.NeedsRequestBody)
        || Each?.Any(source => source.NeedsRequestBody) == true;

    public bool NeedsResponseBody =>
        Expressions.Any(expression => expression.NeedsResponseBody) || Lists.Values.Any(list => list.NeedsResponseBody) || AllConditions.Any(condition => condition.NeedsResponseBody)
        || Each?.Any(source => source.NeedsResponseBody) == true;

    private IEnumerable<ValueExpression> Expressions =>
        CustomData.Values.Concat(UserData.Values).Concat(new[] { Event, ContentIds, EventId, EventSourceUrl }.OfType<ValueExpression>());

    private IEnumerable<Condition> AllConditions => When.Concat(Unless).Concat(Where);

    private ValueExpression? Expression(string text, ExpressionNames names, string path)
    {
        var expression = ExpressionParser.Parse(text, names, out var error);
        Report(error, path);
        return expression;
    }

    private List<Condition> Conditions(List<string> texts, ExpressionNames names, string path)
    {
        var conditions = new List<Condition>();
        for (var i = 0; i < texts.Count; i++)
        {
            var condition = Condition.Parse(texts[i], names, out var error);
            Report(error, $"{path}:{i}");
            if (condition is not null)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }

    private IReadOnlyList<EntrySource>? Entries(string? text, ExpressionNames names, string path)
    {
        if (text is null)
        {
            return null;
        }

        var sources = EntrySource.Parse(text, names, out var error);
        Report(error, path);
        return sources;
    }

    private ListExpression? List(string key, RuleField field, ExpressionNames names, string path)
    {
        if (key is not ("contents" or ContentIdsKey))
        {
            _failures.Add(new ConfigurationFailure(path, $"'{key}' cannot be a list.", "Lists are contents and content_ids; write a plain expression."));
        }

        var sources = Entries(field.Each, names, $"{path}:Each");
        var entryNames = names with { IsInJsonEntry = sources?.All(source => source.IsJson) == true };
        var where = Conditions(field.Where, entryNames, $"{path}:Where");
        var fields = new List<KeyValuePair<string, ValueExpression>>();
        foreach (var (name, text) in FieldsOf(key, field))
        {
            if (Expression(text, entryNames, $"{path}:{name}") is { } expression)
            {
                fields.Add(new(name, expression));
            }
        }

        if (FieldsOf(key, field).Count == 0)
        {
            _failures.Add(new ConfigurationFailure(path, "The list has no fields.", "Say what stands in each entry: \"id\": \"{css:@data-sku}\", \"quantity\": \"{css:.qty|number}\"."));
        }

        return sources is null ? null : new ListExpression(sources, where, fields);
    }

    // An entry of content_ids has one value and no fields.
    private static Dictionary<string, string> FieldsOf(string key, RuleField field) =>
        key == ContentIdsKey && field.Value is { } value ? new() { [nameof(field.Value)] = value } : field.Fields;

    /// <summary>A field that needs itself, on whatever way, has no value.</summary>
    private void FailOnCircles(string path)
    {
        foreach (var start in CustomData.Keys)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(CustomData[start].References);
            while (open.TryPop(out var name) && name != start)
            {
                if (seen.Add(name) && CustomData.TryGetValue(name, out var next))
                {
                    foreach (var reference in next.References)
                    {
                        open.Push(reference);
                    }
                }

                if (open.Contains(start))
                {
                    break;
                }
            }

            if (CustomData[start].References.Contains(start) || open.Contains(start))
            {
                _failures.Add(new ConfigurationFailure($"{path}:CustomData:{start}", $"'{start}' needs its own value.", "A field may refer to another one only if that does not refer back."));
            }
        }
    }

    private void Report(ExpressionError? error, string path)
    {
        if (error is not null)
        {
            _failures.Add(new ConfigurationFailure(path, $"Column {error.Column}: {error.Problem}.", error.Cure));
        }
    }
}
