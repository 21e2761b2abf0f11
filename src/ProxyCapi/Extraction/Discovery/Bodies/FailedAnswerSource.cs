namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Says why a JSON answer that looks like a success is none; the other sources of this folder then leave it alone.</summary>
internal sealed class FailedAnswerSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml && page.Document.Exchange.Method != "GET" && FailedAnswer.ReasonOf(page.Document.Json) is { } reason)
        {
            findings.Rejections.Add(new("JSON answer", reason) { Kind = RejectionKind.Unpaid });
        }
    }
}
