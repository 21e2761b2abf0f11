using Acornima.Ast;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Discovery.Scripts.Interpretation;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>Finds out what the scripts of a page do when it loads.</summary>
internal static class ScriptReader
{
    /// <summary>Longest script without a marker that is parsed for the names that it may define: longer ones are libraries.</summary>
    private const int MaxUnmarked = 65_536;

    /// <summary>Longest script that is parsed.</summary>
    private const int MaxMarked = 1 << 20;

    /// <summary>Most characters that are parsed on a page.</summary>
    private const int MaxTotal = 2 << 20;

    private static readonly ScriptFacts None = new() { Calls = [], Variables = new Dictionary<string, JToken>(), Rejections = [] };

    /// <summary>Never throws for what a page contains; bounded in time and memory.</summary>
    /// <param name="document">The exchange.</param>
    /// <param name="isAllowed">Whether the shopper's consent lets a script run that a consent tool holds back; <see langword="null"/>: none runs.</param>
    public static ScriptFacts Read(ExchangeDocument document, Func<IElement, bool>? isAllowed = null)
    {
        var mediaType = document.Exchange.ResponseBody.ContentType;
        if (!IsHtml(mediaType) || document.Readability != ExchangeReason.Converted || !MayHaveScripts(document.Text) || document.Json is not null)
        {
            return None;
        }

        IHtmlDocument html;
        try
        {
            html = document.Html;
        }
        catch (HtmlTooDeepException)
        {
            return None;
        }

        _ = Uri.TryCreate(document.Url, UriKind.Absolute, out var address);
        return Read(html, isAllowed, address, mediaType?.Contains("xhtml", StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>The same for a page, or a piece of one, that is parsed already.</summary>
    /// <param name="html">The page.</param>
    /// <param name="isAllowed">Whether the shopper's consent lets a script run that a consent tool holds back; <see langword="null"/>: none runs.</param>
    /// <param name="address">The page's address, if scripts shall know it.</param>
    /// <param name="isXhtml">Whether the page was served as XML.</param>
    public static ScriptFacts Read(IHtmlDocument html, Func<IElement, bool>? isAllowed = null, Uri? address = null, bool isXhtml = false)
    {
        var rejections = new List<Rejection>();
        var scripts = PageScripts.Of(html, isAllowed, isXhtml, (text, origin) =>
        {
            if (ScriptMarkers.IsMarked(text))
            {
                rejections.Add(new Rejection(origin, "a consent tool holds this script back until the shopper agrees") { Kind = RejectionKind.NotWanted });
            }
        }).ToList();
        if (!scripts.Exists(script => ScriptMarkers.IsMarked(script.Text)))
        {
            return new ScriptFacts { Calls = [], Variables = new Dictionary<string, JToken>(), Rejections = rejections };
        }

        var interpreter = new Interpreter(address, html);
        var parsed = Parsed(scripts, rejections);
        foreach (var (script, program) in parsed.OrderBy(each => each.Script.Timing))
        {
            if (script.Timing == ScriptTiming.Load)
            {
                interpreter.RunOnLoad(program);
            }
            else if (!interpreter.Run(program, script.Timing == ScriptTiming.Module))
            {
                rejections.Add(new Rejection(script.Origin, "the script does more than can be followed; what it did before that counts"));
            }
        }

        if (!interpreter.FinishLoading())
        {
            rejections.Add(new Rejection("what waits for the page", "the scripts do more than can be followed; what they did before that counts"));
        }

        rejections.AddRange(parsed.SelectMany(each => UncalledEvents.Of(each.Script, each.Program, interpreter.Entered)));
        return new ScriptFacts { Calls = interpreter.Calls, Variables = interpreter.Variables(), Rejections = rejections };
    }

    private static bool IsHtml(string? mediaType) => string.IsNullOrEmpty(mediaType) || mediaType.Contains("html", StringComparison.OrdinalIgnoreCase);

    private static bool MayHaveScripts(string text) =>
        text.Contains("<script", StringComparison.OrdinalIgnoreCase) || text.Contains("onload", StringComparison.OrdinalIgnoreCase);

    private static List<(PageScript Script, Program Program)> Parsed(List<PageScript> scripts, List<Rejection> rejections)
    {
        var parsed = new List<(PageScript Script, Program Program)>();
        var total = 0;
        foreach (var script in scripts)
        {
            var length = script.Text.Length;
            if (length > (ScriptMarkers.IsMarked(script.Text) ? MaxMarked : MaxUnmarked) || total + length > MaxTotal)
            {
                rejections.Add(new Rejection(script.Origin, "the script is too long to be read") { Kind = RejectionKind.NotWanted });
                continue;
            }

            total += length;
            if (ScriptParser.TryParse(script, out var program, out var problem))
            {
                parsed.Add((script, program));
            }
            else
            {
                rejections.Add(new Rejection(script.Origin, problem) { Kind = RejectionKind.NotWanted });
            }
        }

        return parsed;
    }
}
