using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Forms that were sent: Contact Form 7 answers with JSON, Gravity Forms with a page that holds its confirmation. The visitor's data is in the
/// request's form, which another source reads.
/// </summary>
internal sealed class LeadAnswerSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.Document.Exchange.Method != "POST")
        {
            return;
        }

        if (page.IsHtml)
        {
            if (page.Document.Text.Contains("gform_confirmation_wrapper_", StringComparison.Ordinal) && page.Document.Html.QuerySelector("[id^='gform_confirmation_wrapper_']") is not null)
            {
                Add("Gravity Forms confirmation", findings);
            }
        }
        else if (JsonFields.AsText(JsonFields.Find(page.Document.Json, "status")) == "mail_sent" && FailedAnswer.ReasonOf(page.Document.Json) is null)
        {
            Add("Contact Form 7 answer", findings);
        }
    }

    private static void Add(string origin, Findings findings) =>
        findings.Candidates.Add(new() { EventName = "Lead", Source = CandidateSource.JsonBody, Origin = origin });
}
