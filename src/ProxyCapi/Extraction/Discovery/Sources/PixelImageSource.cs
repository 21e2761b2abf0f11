using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;
using Newtonsoft.Json.Linq;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// The pixel as an image: <c>https://www.facebook.com/tr?id=…&amp;ev=Purchase&amp;cd[value]=…</c>. One that the browser loads counts; the one in
/// <c>noscript</c> is for browsers without scripts, so it proves nothing, but what it says of an event that scripts tell is true.
/// </summary>
internal sealed class PixelImageSource : IDiscoverySource
{
    private const string Address = "facebook.com/tr";
    private const int MaxNoscript = 16_384;

    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var call in page.Scripts.Calls.Where(call => call.Callee == "Image.src"))
        {
            Read(JsonFields.AsText(call.Arguments is [var source, ..] ? source : null), "image pixel", call.Branches, isStandIn: false, page, findings);
        }

        if (!page.Document.Text.Contains(Address, StringComparison.OrdinalIgnoreCase) || page.Document.Json is not null)
        {
            return;
        }

        foreach (var image in page.Document.Html.QuerySelectorAll("img[src]"))
        {
            Read(image.GetAttribute("src"), "image pixel", [], isStandIn: false, page, findings);
        }

        // To a browser with scripts the content of noscript is text.
        foreach (var text in page.Document.Html.QuerySelectorAll("noscript").Select(element => element.TextContent))
        {
            if (text.Length <= MaxNoscript && text.Contains(Address, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var image in new HtmlParser().ParseDocument(text).QuerySelectorAll("img[src]"))
                {
                    Read(image.GetAttribute("src"), "image pixel in noscript", [], isStandIn: true, page, findings);
                }
            }
        }
    }

    private static void Read(
        string? address, string origin, IReadOnlyList<ScriptBranch> branches, bool isStandIn, DiscoveredPage page, Findings findings)
    {
        if (address is null || !Uri.TryCreate(address.Trim().StartsWith("//", StringComparison.Ordinal) ? "https:" + address.Trim() : address.Trim(), UriKind.Absolute, out var url)
            || !(url.Host is "facebook.com" or "www.facebook.com") || url.AbsolutePath.TrimEnd('/') != "/tr")
        {
            return;
        }

        var query = QueryHelpers.ParseQuery(url.Query);
        var name = query.TryGetValue("ev", out var ev) ? ev.ToString().Trim() : "";
        var pixel = query.TryGetValue("id", out var id) ? id.ToString().Trim() : "";
        if (!MetaVocabulary.StandardEvents.Contains(name))
        {
            return;
        }

        if (page.Settings.PixelIds.Count > 0 && pixel.Length > 0 && !page.Settings.PixelIds.Contains(pixel))
        {
            findings.Rejections.Add(new Rejection(origin, $"the image is for another pixel ({pixel})") { Kind = RejectionKind.NotWanted });
            return;
        }

        var candidate = new Candidate
        {
            EventName = name,
            Source = CandidateSource.Pixel,
            Origin = $"{origin} {name}",
            PixelIds = pixel.Length > 0 ? [pixel] : [],
            Branches = branches,
            IsStandIn = isStandIn,
        };
        candidate.SetEventId(query.TryGetValue("eid", out var eventId) ? eventId.ToString() : null);
        MetaFields.Fill(candidate, Part(query, "cd"), page.Numbers);
        foreach (var (key, values) in CustomerFields.ReadPixel(Part(query, "ud")))
        {
            candidate.UserData[key] = values;
        }

        findings.Candidates.Add(candidate);
    }

    // cd[value], cd[currency], …; ud[em], …
    private static JObject Part(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query, string name) => new(
        query.Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal) && field.Key.EndsWith(']'))
            .Select(field => new JProperty(field.Key[(name.Length + 1)..^1], field.Value.ToString())));
}
