using AngleSharp.Html.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>
/// The calls of the Meta pixel and its images: what the browser itself tells Meta, with the event id that it uses. An image in <c>noscript</c> is
/// for browsers that run no script.
/// </summary>
internal sealed class PixelSource : IDiscoverySource
{
    private static readonly string[] EventIds = ["eventID", "event_id", "eventId"];

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        ReadCalls(page.Scripts.Calls, page, findings);
        foreach (var image in page.Document.Html.Images)
        {
            PixelImage.Read(((IHtmlImageElement)image).GetAttribute("src"), [], page, findings);
        }
    }

    /// <summary>Reads the calls of scripts, be they the page's or those of a fragment that the page puts in.</summary>
    public static void ReadCalls(IReadOnlyList<ScriptCall> calls, DiscoveredPage page, Findings findings)
    {
        var isHeld = false;
        foreach (var call in calls)
        {
            if (call.Callee == "Image.src")
            {
                PixelImage.Read(TokenText.Text(Argument(call, 0)), call.Branches, page, findings);
            }
            else if (call.Callee is "fbq" or "_fbq")
            {
                isHeld = Read(call, isHeld, page, findings);
            }
        }
    }

    private static bool Read(ScriptCall call, bool isHeld, DiscoveredPage page, Findings findings)
    {
        switch (TokenText.Text(Argument(call, 0)))
        {
            case "consent":
                // Whether the visitor has agreed meanwhile the browser knows; what is held now is not sent now.
                return TokenText.Text(Argument(call, 1)) switch { "revoke" => true, "grant" => false, _ => isHeld };
            case "init" when CustomerFields.ReadPixel(Argument(call, 2)) is { Count: > 0 } matching:
                findings.Visitors.Add(new(CandidateSource.Pixel, "fbq init", matching));
                break;
            case "track" or "trackCustom":
                Track(call, 1, [], isHeld, page, findings);
                break;
            case "trackSingle" or "trackSingleCustom" when TokenText.Text(Argument(call, 1)) is { } pixel:
                Track(call, 2, [pixel], isHeld, page, findings);
                break;
        }

        return isHeld;
    }

    private static void Track(ScriptCall call, int at, IReadOnlyList<string> pixels, bool isHeld, DiscoveredPage page, Findings findings)
    {
        if (EventMapping.OfMeta(TokenText.Text(Argument(call, at)), page.Settings) is not { } name)
        {
            return;
        }

        var origin = $"fbq {TokenText.Text(call.Arguments[0])}";
        if (isHeld)
        {
            findings.Rejections.Add(new($"{origin} {name}", "The page holds its pixel back until the visitor agrees."));
        }
        else if (pixels.Count > 0 && page.Settings.PixelIds.Count > 0 && !page.Settings.PixelIds.Contains(pixels[0]))
        {
            findings.Rejections.Add(new($"{origin} {name}", "The call is for another pixel than the ones that are configured."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = name,
                Source = CandidateSource.Pixel,
                Origin = origin,
                PixelIds = pixels,
                Branches = call.Branches,
                EventId = TokenText.Text(TokenText.Member(Argument(call, at + 2), EventIds)),
            };
            MetaFields.Fill(candidate, Argument(call, at + 1), page.Numbers);
            Guards.Add(candidate, Argument(call, at + 1), findings);
        }
    }

    private static JToken? Argument(ScriptCall call, int index) => index < call.Arguments.Count ? call.Arguments[index] : null;
}
