using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>One answer as discovery sees it. Each view is made when a source asks for it, and only once.</summary>
/// <param name="document">The exchange.</param>
/// <param name="settings">What the operator decided.</param>
internal sealed class DiscoveredPage(ExchangeDocument document, DiscoverySettings settings)
{
    private readonly Lazy<ScriptFacts> _scripts = new(() => document.Json is null ? ScriptReader.Read(document, settings.HasAgreed ? _ => true : null) : NoScripts);

    private static readonly ScriptFacts NoScripts = new() { Calls = [], Variables = new Dictionary<string, JToken>(), Rejections = [] };

    /// <summary>The exchange, its HTML, JSON, form and language.</summary>
    public ExchangeDocument Document => document;

    /// <summary>What the operator decided.</summary>
    public DiscoverySettings Settings => settings;

    /// <summary>Whether the answer is a page, whatever its media type says.</summary>
    public bool IsHtml => document.Json is null;

    /// <summary>What is known of the page's numbers.</summary>
    public NumberFormat Numbers => NumberFormat.OfLanguage(document.Language);

    /// <summary>What the page's scripts do when it loads.</summary>
    public ScriptFacts Scripts => _scripts.Value;
}
