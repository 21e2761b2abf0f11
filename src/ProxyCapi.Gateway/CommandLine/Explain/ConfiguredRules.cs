using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>Asks the rules of the configuration what they make of a saved exchange.</summary>
internal static class ConfiguredRules
{
    private const string Nothing = "(nothing)";

    /// <summary>The rules whose address and method fit, in the order of their names; those that are switched off are none.</summary>
    public static IReadOnlyList<ExplainedRule> Of(Exchange exchange, ProxyCapiOptions options)
    {
        var document = new ExchangeDocument(exchange, options.Capture);
        return
        [
            .. options.Rules.Where(rule => rule.Value.Enabled).OrderBy(rule => rule.Key, StringComparer.OrdinalIgnoreCase)
                .Select(rule => Explain(rule.Key, rule.Value, document)).OfType<ExplainedRule>(),
        ];
    }

    private static ExplainedRule? Explain(string name, RuleOptions options, ExchangeDocument document)
    {
        var failures = new List<ConfigurationFailure>();
        var rule = RuleCompilation.Compile(name, options, $"{ProxyCapiOptions.SectionName}:{nameof(ProxyCapiOptions.Rules)}:{name}", failures);
        if (failures.Count > 0)
        {
            return new ExplainedRule(name, options.Event, options.Enrich, [], []) { Mistakes = [.. failures.Select(failure => $"{failure.Path}: {failure.Problem} {failure.Cure}")] };
        }

        var exchange = document.Exchange;
        if (!rule.Request.TryMatch(Request(exchange), out var values)
            || rule.Gate.Check(exchange.StatusCode, exchange.ResponseBody.ContentType) != ExchangeReason.Converted)
        {
            return null;
        }

        var scope = rule.Reader.CreateScope(document, values);
        ExplainedCondition[] conditions = [.. rule.Reader.Conditions(scope).Select(condition => new ExplainedCondition(condition.Condition, condition.IsMet))];
        var read = Array.TrueForAll(conditions, condition => condition.IsMet) ? rule.Reader.Read(scope) : [];
        return new ExplainedRule(name, options.Event, options.Enrich, conditions, [.. read.Select(conversion => Fields(conversion, options))]);
    }

    private static HttpRequest Request(Exchange exchange)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in exchange.RequestHeaders)
        {
            request.Headers[name] = value;
        }

        request.Method = exchange.Method;
        request.Scheme = exchange.Scheme;
        request.Host = new HostString(exchange.Host);
        request.Path = PathString.FromUriComponent(exchange.Path);
        request.QueryString = new QueryString(exchange.QueryString);
        return request;
    }

    /// <summary>Every field of the rule with its expression, also those that gave nothing: what the operator looks for.</summary>
    private static List<ExplainedField> Fields(Conversion conversion, RuleOptions options)
    {
        var fields = new List<ExplainedField>();
        if (options.EventId is { } id)
        {
            fields.Add(new ExplainedField("event_id", conversion.EventId ?? Nothing, id, [], IsPersonal: false));
        }

        foreach (var (key, field) in options.CustomData)
        {
            var value = key switch
            {
                "contents" when conversion.Contents.Count > 0 => Explanation.Lines(conversion.Contents),
                "content_ids" when conversion.ContentIds.Count > 0 => string.Join(", ", conversion.ContentIds),
                _ => conversion.CustomData.TryGetValue(key, out var single) ? single.Text : Nothing,
            };
            fields.Add(new ExplainedField(key, value, field.Value ?? field.Each ?? "", [], IsPersonal: false));
        }

        foreach (var (key, expression) in options.UserData)
        {
            var isFound = conversion.UserData.TryGetValue(key, out var values);
            fields.Add(new ExplainedField(key, isFound ? MaskedText.Of(values![0]) : Nothing, expression, [], IsPersonal: isFound));
        }

        return fields;
    }
}
