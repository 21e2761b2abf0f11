using ProxyCapi.Extraction.Discovery.Guards;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>Reads what a page proves without a rule: asks every source, applies the guards, merges the copies.</summary>
/// <param name="sources">The sources, best first.</param>
/// <param name="failed">Told of a source that threw; it costs the page this one source.</param>
internal sealed class DiscoveryReader(IReadOnlyList<IDiscoverySource> sources, Action<IDiscoverySource, Exception> failed)
{
    /// <summary>Never throws for what a page contains.</summary>
    public DiscoveryResult Read(DiscoveredPage page)
    {
        var findings = new Findings();
        foreach (var source in sources)
        {
            var before = findings.Candidates.Count;
            try
            {
                source.Read(page, findings);
            }
            catch (Exception exception)
            {
                // Half of what a source would say may be the wrong half.
                findings.Candidates.RemoveRange(before, findings.Candidates.Count - before);
                failed(source, exception);
            }
        }

        foreach (var candidate in findings.Candidates.Where(candidate => !page.Settings.Events.Contains(candidate.EventName)).ToList())
        {
            findings.Candidates.Remove(candidate);
            if (candidate.EventName != "PageView" && !candidate.IsStandIn)
            {
                findings.Rejections.Add(new Rejection(candidate.Origin, $"{candidate.EventName} is not among the events that discovery reports"));
            }
        }

        PageGuard.Apply(page, findings);
        return new DiscoveryResult(DiscoveryMerge.Merge(findings), findings);
    }
}
