using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>Reads what a page proves without a rule: asks every source, applies the guards, merges the copies.</summary>
/// <param name="sources">The sources, best first.</param>
internal sealed class DiscoveryReader(IReadOnlyList<IDiscoverySource> sources)
{
    /// <summary>Reads a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="failed">Told of a source that threw; it costs the page this one source.</param>
    /// <exception cref="HtmlTooDeepException">The page is nested deeper than any that people read: no source can say anything of it.</exception>
    public DiscoveryResult Read(DiscoveredPage page, Action<IDiscoverySource, Exception> failed)
    {
        var findings = new Findings();
        foreach (var source in sources)
        {
            var before = findings.Candidates.Count;
            try
            {
                source.Read(page, findings);
            }
            catch (Exception exception) when (exception is not HtmlTooDeepException)
            {
                // Half of what a source would say may be the wrong half.
                findings.Candidates.RemoveRange(before, findings.Candidates.Count - before);
                failed(source, exception);
            }
        }

        findings.Rejections.AddRange(page.Scripts.Rejections);
        foreach (var candidate in findings.Candidates.Where(candidate => !page.Settings.Events.Contains(candidate.EventName)).ToList())
        {
            findings.Candidates.Remove(candidate);
            if (!candidate.IsStandIn)
            {
                findings.Rejections.Add(new Rejection(candidate.Origin, $"{candidate.EventName} is not in ProxyCapi:Discovery:Events") { Kind = RejectionKind.NotWanted });
            }
        }

        PageGuard.Apply(page, findings);
        return new DiscoveryResult(DiscoveryMerge.Merge(findings), findings);
    }
}
