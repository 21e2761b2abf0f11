using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Contact Form 7: only <c>mail_sent</c> is a lead; validation, spam and mail failures are answered with 200 too.</summary>
internal sealed class ContactFormShape : IBodyShape
{
    private const string Origin = "Contact Form 7";

    // A form may have renamed its fields; these are the ones it is made with.

    public bool Read(JsonBody body, Findings findings)
    {
        if (!body.Path.Contains("/contact-form-7/", StringComparison.Ordinal) && JsonFields.Find(body.Answer, "contact_form_id") is null)
        {
            return false;
        }

        var status = JsonFields.AsText(JsonFields.Find(body.Answer, "status"));
        if (status != "mail_sent")
        {
            findings.Rejections.Add(new Rejection(Origin, "the form's answer does not say that it was sent"));
            return true;
        }

        // Who filled it in, the form itself says.
        findings.Candidates.Add(new Candidate { EventName = "Lead", Source = CandidateSource.JsonBody, Origin = Origin });
        return true;
    }
}
