using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>The form that the page answers: no proof of anything, but the buyer's data in the buyer's own words.</summary>
internal sealed class FormSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings)
    {
        var form = page.Document.Form.All;
        if (form.Count == 0)
        {
            return;
        }

        var visitor = CustomerFields.Read(form);
        if (!visitor.ContainsKey("em") && NumberedFields.Email(form) is { } email)
        {
            visitor["em"] = [email];
        }

        if (visitor.Count > 0)
        {
            findings.Visitors.Add(new(CandidateSource.JsonBody, "form", visitor));
        }
    }
}
