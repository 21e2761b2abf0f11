using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Discovery.Sources;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// HTML inside JSON: WooCommerce's AJAX cart answers fragments that the page puts in, scripts included, and Contact Form 7 a field of Meta's plug-in
/// (shop-pages.md section 1).
/// </summary>
internal sealed class FragmentSource : IDiscoverySource
{
    private const int MaxFragments = 16;

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.Document.Exchange.Method != "POST" || page.Document.Json is not JObject answer || FailedAnswer.ReasonOf(answer) is not null)
        {
            return;
        }

        var fragments = (JsonFields.Find(answer, "fragments") as JObject)?.PropertyValues() ?? [];
        foreach (var html in fragments.Append(JsonFields.Find(answer, "fb_pxl_code")).OfType<JValue>().Select(value => value.Value as string).OfType<string>()
            .Where(text => text.Contains("fbq", StringComparison.Ordinal)).Take(MaxFragments))
        {
            Read(html, page, findings);
        }
    }

    private static void Read(string html, DiscoveredPage page, Findings findings)
    {
        try
        {
            var facts = ScriptReader.Read(HtmlReading.Parse(html));
            PixelSource.ReadCalls(facts.Calls, page, findings);
            findings.Rejections.AddRange(facts.Rejections);
        }
        catch (HtmlTooDeepException)
        {
            findings.Rejections.Add(new("HTML in a JSON answer", "It is nested too deep to be read."));
        }
    }
}
