using System.Globalization;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>
/// Makes rules of what discovery read: for each field a place of the page that says exactly this value, in the rule language. What no one place says is
/// left open, and discovery goes on filling it.
/// </summary>
internal sealed class RulePinning
{
    private static readonly string[] OfNumbers = ["", "|number:.", "|number:','", "|money", "|scale:0.01"];
    private static readonly string[] OfCurrencies = ["", "|upper", "|currency"];
    private static readonly string[] OfTexts = ["", "|replace:'#',''|trim"];

    private readonly ExchangeDocument _document;
    private readonly List<string> _notes = [];

    private RulePinning(ExchangeDocument document) => _document = document;

    /// <summary>Makes the rules of one page.</summary>
    /// <param name="document">The page.</param>
    /// <param name="events">What discovery read from it.</param>
    /// <param name="taken">Names of rules that there are already.</param>
    public static PinnedRules Of(ExchangeDocument document, IReadOnlyList<DiscoveredEvent> events, IReadOnlyCollection<string> taken)
    {
        var pinning = new RulePinning(document);
        var rules = new Dictionary<string, RuleOptions>(StringComparer.OrdinalIgnoreCase);
        foreach (var alike in events.GroupBy(found => found.Conversion.EventName, StringComparer.Ordinal))
        {
            if (alike.Skip(1).Any())
            {
                pinning._notes.Add($"{alike.Key} happens several times on this page; a rule could not tell which is which. It is left to discovery.");
            }
            else if (pinning.Pin(alike.Single()) is { } rule)
            {
                rules[FreeName(alike.Key, taken)] = rule;
            }
        }

        if (rules.Count > 0)
        {
            pinning._notes.Add("A rule counts wherever its conditions hold. If a refused payment leads to the same address, name something of that page in Unless.");
        }

        return new PinnedRules(rules, pinning._notes);
    }

    private static string FreeName(string eventName, IReadOnlyCollection<string> taken)
    {
        var name = eventName.ToLowerInvariant();
        var free = name;
        for (var i = 2; taken.Contains(free, StringComparer.OrdinalIgnoreCase); i++)
        {
            free = $"{name}{i.ToString(CultureInfo.InvariantCulture)}";
        }

        return free;
    }

    private RuleOptions? Pin(DiscoveredEvent found)
    {
        var conversion = found.Conversion;
        var address = PinnedAddress.Of(_document.Exchange, conversion.OrderId);
        var rule = new RuleOptions { Event = conversion.EventName, Match = address.Match };
        var names = EventNames(found);
        var scope = new ReadingScope(_document, address.Values)
        {
            Currency = conversion.CustomData.TryGetValue("currency", out var currency) ? currency.Text : null,
        };
        var open = new List<string>();
        string? first = null;
        foreach (var (key, value) in conversion.CustomData.OrderBy(field => field.Key is not "value").ThenBy(field => field.Key is not "order_id"))
        {
            var chain = key == "order_id" && address.OrderId is { } said ? said : Find(key, value, names, scope, first);
            if (chain is null)
            {
                open.Add(key);
                continue;
            }

            rule.CustomData[key] = $"{{{chain}}}";
            first ??= chain == address.OrderId ? null : chain;
        }

        rule.EventId = EventId(conversion, names, rule, scope, first);
        if ((first is not null ? Source(first) : ScriptPlaces.FindAnchor(_document, names) is { } anchor ? $"script:{RuleText.Quote(anchor)}" : null) is { } condition)
        {
            rule.When.Add(condition);
        }

        if (rule.EventId is null && conversion.EventId is not null)
        {
            open.Add("event_id");
        }

        open.AddRange(Lists(conversion));
        return Verified(rule, conversion, address, open);
    }

    private static IEnumerable<string> Lists(Conversion conversion) =>
        (conversion.Contents.Count > 0 ? ["contents"] : Enumerable.Empty<string>())
        .Concat(conversion.ContentIds.Count > 0 ? ["content_ids"] : [])
        .Concat(conversion.UserData.Keys);

    /// <summary>Plays the rule against the page: what it reads otherwise than discovery is taken out of it.</summary>
    private RuleOptions? Verified(RuleOptions rule, Conversion conversion, PinnedAddress address, List<string> open)
    {
        var failures = new List<ConfigurationFailure>();
        var reader = ConversionReader.Create("pinned", rule, "Rules:pinned", [.. address.Values.Keys], failures);
        var scope = reader.CreateScope(_document, address.Values);
        var read = failures.Count == 0 && rule.When.Count > 0 && reader.Applies(scope) ? reader.Read(scope).SingleOrDefault() : null;
        if (read is null)
        {
            _notes.Add($"No place of the page could be named that says {conversion.EventName}; it is left to discovery.");
            return null;
        }

        foreach (var key in rule.CustomData.Keys.Where(key => !read.CustomData.TryGetValue(key, out var value) || !IsSame(conversion.CustomData[key], value)).ToArray())
        {
            rule.CustomData.Remove(key);
            open.Add(key);
        }

        if (open.Count > 0)
        {
            _notes.Add($"{conversion.EventName}: left to discovery, which fills what a rule leaves open: {string.Join(", ", open)}.");
        }

        return rule;
    }

    /// <summary>The page's own id, if the rule can say where it stands or how it is made of the order's.</summary>
    private string? EventId(Conversion conversion, IReadOnlyList<string> names, RuleOptions rule, ReadingScope scope, string? beside)
    {
        if (conversion.EventId is not { } id)
        {
            return null;
        }

        var at = conversion.OrderId is { Length: >= 3 } order && rule.CustomData.ContainsKey("order_id") ? id.IndexOf(order, StringComparison.Ordinal) : -1;
        return Find("event_id", new ScalarValue(id), names, scope, beside) is { } chain ? $"{{{chain}}}"
            : at >= 0 && !id.AsSpan().ContainsAny("{}") ? $"{id[..at]}{{order_id}}{id[(at + conversion.OrderId!.Length)..]}"
            : null;
    }

    /// <summary>A script is told by the text it must hold; other places by all that is said of them.</summary>
    private static string Source(string chain) =>
        chain.IndexOf("|regex:", StringComparison.Ordinal) is > 0 and var end && chain.StartsWith("script:", StringComparison.Ordinal) ? chain[..end] : chain;

    /// <summary>The best place that says the value; one beside what was found before is better, and the only good one for a field that any script may have.</summary>
    private string? Find(string field, ScalarValue value, IReadOnlyList<string> eventNames, ReadingScope scope, string? beside)
    {
        var source = beside is null ? null : Source(beside);
        var transforms = value.Kind == ScalarKind.Number ? OfNumbers : field == "currency" ? OfCurrencies : OfTexts;
        var isCore = field is "value" or "currency" or "order_id" or "event_id";
        foreach (var place in Places(field, eventNames).DistinctBy(place => place.Chain)
            .Select(place => (place.Chain, IsBeside: source is null || place.Chain.StartsWith(source, StringComparison.Ordinal)))
            .Where(place => isCore || place.IsBeside).OrderByDescending(place => place.IsBeside))
        {
            foreach (var transform in transforms)
            {
                var chain = place.Chain + transform;
                if (Read(chain, scope) is { } read && read.Kind == value.Kind && IsSame(value, read))
                {
                    return chain;
                }
            }
        }

        return null;
    }

    private IEnumerable<PinnedPlace> Places(string field, IReadOnlyList<string> eventNames) =>
        (_document.Json is { } answer ? JsonPlaces.Of(answer, field).Select(place => new PinnedPlace($"json:{RuleText.Argument(place.Path)}", place.Fit)) : [])
        .Concat(_document.RequestJson is { } request ? JsonPlaces.Of(request, field).Select(place => new PinnedPlace($"request-json:{RuleText.Argument(place.Path)}", place.Fit)) : [])
        .Concat(ScriptPlaces.Of(_document, field, eventNames))
        .Concat(ElementPlaces.Of(_document, field));

    private static ScalarValue? Read(string chain, ReadingScope scope)
    {
        try
        {
            return ExpressionParser.Parse($"{{{chain}}}", new ExpressionNames([], [.. scope.RouteValues.Keys]), out _)?.Read(scope);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            // A pattern that takes this long is no good in a rule either.
            return null;
        }
    }

    private static bool IsSame(ScalarValue wanted, ScalarValue read) =>
        wanted.Text == read.Text.Trim()
        || (wanted.Kind == ScalarKind.Number && Number(wanted.Text) is { } number && number == Number(read.Text));

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What trackers call the event; the winner's language first.</summary>
    private static string[] EventNames(DiscoveredEvent found)
    {
        var meta = found.Conversion.EventName;
        var analytics = AnalyticsEvents.FromMeta(meta);
        return analytics is null ? [meta] : found.Candidates[0].Source <= CandidateSource.PlugIn ? [meta, analytics] : [analytics, meta];
    }
}
