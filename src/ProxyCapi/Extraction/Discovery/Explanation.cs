using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Pinning;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>What discovery makes of one saved exchange, and why: the same code that runs behind the proxy, with everything that it saw.</summary>
internal sealed class Explanation
{
    private readonly ExchangeDocument _document;
    private readonly IReadOnlyList<DiscoveredEvent> _found;

    private Explanation(ExchangeDocument document, bool hasMarker, Findings findings, IReadOnlyList<DiscoveredEvent> found)
    {
        _document = document;
        _found = found;
        HasMarker = hasMarker;
        Findings = findings;
        Events = [.. found.Select(Explain)];
    }

    /// <summary>Whether anything in the answer's bytes says that it could hold a conversion; else nothing of it is read.</summary>
    public bool HasMarker { get; }

    /// <summary>What the sources saw.</summary>
    public Findings Findings { get; }

    /// <summary>The events, with where each of their fields comes from.</summary>
    public IReadOnlyList<ExplainedEvent> Events { get; }

    /// <summary>What failed, by the name of the source.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Explains an exchange.</summary>
    /// <param name="exchange">The exchange; stays the caller's.</param>
    /// <param name="options">The options of discovery.</param>
    /// <param name="pixelIds">Ids of the pixels that serve the host; empty: any.</param>
    /// <param name="hasAgreed">Whether the visitor agreed, so that scripts run that a consent tool holds back.</param>
    public static Explanation Of(Exchange exchange, DiscoveryOptions options, IReadOnlySet<string> pixelIds, bool hasAgreed)
    {
        var discovery = new CompiledDiscovery(options);
        var document = new ExchangeDocument(exchange, new CaptureOptions());
        var hasMarker = discovery.MarkersOf(exchange.ResponseBody.ContentType).Find(document.NarrowBytes) > 0;
        if (!hasMarker)
        {
            return new Explanation(document, false, new Findings(), []);
        }

        var failures = new List<string>();
        var page = new DiscoveredPage(document, new DiscoverySettings(discovery.Events, discovery.DataLayer, pixelIds, hasAgreed));
        var result = new DiscoveryReader(DiscoverySources.All).Read(page, (source, _) => failures.Add(source.GetType().Name));
        var explanation = new Explanation(document, true, result.Findings, result.Events);
        explanation.Failures.AddRange(failures);
        return explanation;
    }

    /// <summary>Rules that would read this page in the same way.</summary>
    /// <param name="taken">Names of rules that there are already.</param>
    public PinnedRules Pin(IReadOnlyCollection<string> taken) => RulePinning.Of(_document, _found, taken);

    private static ExplainedEvent Explain(DiscoveredEvent found)
    {
        var (conversion, candidates, visitors) = found;
        var fields = new List<ExplainedField>();
        if (conversion.EventId is { } id)
        {
            fields.Add(Field("event_id", id, candidates, candidate => candidate.EventId));
        }

        foreach (var (key, value) in conversion.CustomData)
        {
            fields.Add(Field(key, value.Text, candidates, candidate => candidate.CustomData.TryGetValue(key, out var said) ? said.Text : null));
        }

        if (conversion.Contents.Count > 0)
        {
            fields.Add(Field("contents", Lines(conversion.Contents), candidates, candidate => candidate.Contents.Count > 0 ? Lines(candidate.Contents) : null));
        }

        if (conversion.ContentIds.Count > 0)
        {
            fields.Add(Field("content_ids", string.Join(", ", conversion.ContentIds), candidates, candidate => candidate.ContentIds.Count > 0 ? string.Join(", ", candidate.ContentIds) : null));
        }

        foreach (var (key, values) in conversion.UserData)
        {
            var said = candidates.Where(candidate => candidate.UserData.ContainsKey(key)).Select(candidate => candidate.Origin)
                .Concat(visitors.Where(visitor => visitor.UserData.ContainsKey(key)).Select(visitor => visitor.Origin));
            fields.Add(new ExplainedField(key, MaskedText.Of(values[0]), said.FirstOrDefault() ?? "", [], IsPersonal: true));
        }

        var custom = new CustomData();
        new CustomDataBuilder(custom, _ => { }).Fill(conversion);
        if (custom.Value is { } sum && !conversion.CustomData.ContainsKey("value"))
        {
            fields.Add(new ExplainedField("value", PrintedNumber.ToText(sum), "the sum of the lines", [], IsPersonal: false));
        }

        return new ExplainedEvent(conversion.EventName, fields, conversion.EventName == "Purchase" ? Lack(custom) : null);
    }

    private static string? Lack(CustomData custom) =>
        custom.Value is null ? "its amount cannot be read from the page" : custom.Currency is null ? "the page does not say in which currency it is" : null;

    /// <summary>The first source that says the winning value is the one it comes from; those that say another stand beside it.</summary>
    private static ExplainedField Field(string key, string value, IReadOnlyList<Candidate> candidates, Func<Candidate, string?> read)
    {
        var said = candidates.Select(candidate => (candidate.Origin, Value: read(candidate))).Where(pair => pair.Value is not null).ToArray();
        return new ExplainedField(
            key, value, said.FirstOrDefault(pair => pair.Value == value).Origin ?? "",
            [.. said.Where(pair => pair.Value != value).Select(pair => $"{pair.Origin}: {pair.Value}").Distinct()], IsPersonal: false);
    }

    /// <summary>An order's lines, for people.</summary>
    public static string Lines(IEnumerable<ContentItem> items) => string.Join(", ", items.Select(Line));

    private static string Line(ContentItem item)
    {
        var quantity = item.Fields.TryGetValue("quantity", out var count) ? $"{count.Text} × " : "";
        var price = item.Fields.TryGetValue("item_price", out var amount) ? $" at {amount.Text}" : "";
        return $"{quantity}{item.Fields.GetValueOrDefault("id").Text}{price}";
    }
}
