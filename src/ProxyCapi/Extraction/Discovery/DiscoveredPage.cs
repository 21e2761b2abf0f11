using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>One answer as discovery sees it. Each view is made when a source asks for it, and only once.</summary>
/// <param name="document">The exchange.</param>
/// <param name="settings">What the operator decided.</param>
internal sealed class DiscoveredPage(ExchangeDocument document, DiscoverySettings settings)
{
    private readonly Lazy<ScriptFacts> _scripts = new(() => ScriptReader.Read(document));

    /// <summary>The exchange, its HTML, JSON, form and language.</summary>
    public ExchangeDocument Document => document;

    /// <summary>What the operator decided.</summary>
    public DiscoverySettings Settings => settings;

    /// <summary>What the page's scripts do when it loads.</summary>
    public ScriptFacts Scripts => _scripts.Value;
}
