namespace ProxyCapi.Extraction.Discovery;

/// <summary>Reads one family of pages or trackers. Stateless; may throw, which costs the page this one source.</summary>
internal interface IDiscoverySource
{
    /// <summary>Adds what the page says in this source's way.</summary>
    /// <param name="page">The page; made once for all sources.</param>
    /// <param name="findings">Where findings go.</param>
    void Read(DiscoveredPage page, Findings findings);
}
