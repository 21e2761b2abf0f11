namespace ProxyCapi.Extraction.Discovery;

/// <summary>Asks all sources what a page says, and makes one conversion of the many copies of each event.</summary>
/// <param name="sources">The sources, best first.</param>
internal sealed class DiscoveryReader(IReadOnlyList<IDiscoverySource> sources)
{
    /// <summary>Reads a page. A source that throws costs the page what this source would have found.</summary>
    /// <param name="page">The page.</param>
    /// <param name="failed">Told the source and what it threw.</param>
    public DiscoveryResult Read(DiscoveredPage page, Action<IDiscoverySource, Exception> failed)
    {
        var findings = new Findings();
        foreach (var source in sources)
        {
            try
            {
                source.Read(page, findings);
            }
            catch (Exception exception) when (exception is not Documents.HtmlTooDeepException)
            {
                failed(source, exception);
            }
        }

        if (page.IsHtml)
        {
            findings.Rejections.AddRange(page.Scripts.Rejections);
        }

        if (findings.Candidates.Exists(candidate => candidate.EventName == "Purchase") && Guards.IsFailedPage(page.Document.Text))
        {
            findings.Candidates.RemoveAll(candidate => candidate.EventName == "Purchase");
            findings.Rejections.Add(new("the page", "It says that the payment failed."));
        }

        return new DiscoveryResult(DiscoveryMerge.Merge(findings, page.Settings), findings);
    }
}
