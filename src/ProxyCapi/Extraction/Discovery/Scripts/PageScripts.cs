using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>
/// Finds the JavaScript that a browser runs when it loads a page. What stands in comments, templates, <c>noscript</c>, text areas and the like is no
/// element for the HTML parser, and files that <c>src</c> names are not the page's own words.
/// </summary>
internal static class PageScripts
{
    /// <summary>The scripts in document order.</summary>
    /// <param name="document">The page.</param>
    /// <param name="isAllowed">Whether the shopper's consent lets a script run that a consent tool holds back; <see langword="null"/>: none runs.</param>
    /// <param name="isXhtml">Whether the page was served as XML, where a script may stand in a CDATA section.</param>
    /// <param name="heldBack">Called for each script that does not run for want of consent, with its text and its place.</param>
    public static IEnumerable<PageScript> Of(IHtmlDocument document, Func<IElement, bool>? isAllowed = null, bool isXhtml = false, Action<string, string>? heldBack = null)
    {
        var number = 0;
        foreach (var element in document.All)
        {
            if (element.LocalName.Equals("script", StringComparison.OrdinalIgnoreCase))
            {
                number++;
                if (Script(element, $"script {number}", isAllowed, isXhtml, heldBack) is { } script)
                {
                    yield return script;
                }
            }

            if (TellsOfLoading(element) && element.GetAttribute("onload") is { } handler && !string.IsNullOrWhiteSpace(handler))
            {
                yield return new PageScript(handler, $"onload of {element.LocalName}", ScriptTiming.Load);
            }
        }
    }

    private static bool TellsOfLoading(IElement element) => element switch
    {
        IHtmlBodyElement or IHtmlImageElement or IHtmlInlineFrameElement or IHtmlLinkElement => true,
        IHtmlScriptElement => element.HasAttribute("src") && ScriptTypes.RoleOf(element) is ScriptRole.Code or ScriptRole.Module,
        _ => element.NamespaceUri == NamespaceNames.SvgUri && element.LocalName == "svg",
    };

    private static PageScript? Script(IElement element, string origin, Func<IElement, bool>? isAllowed, bool isXhtml, Action<string, string>? heldBack)
    {
        if (element.HasAttribute("src") || (element.HasAttribute("href") && element.NamespaceUri == NamespaceNames.SvgUri))
        {
            return null;
        }

        var role = ScriptTypes.RoleOf(element);
        if (role == ScriptRole.Data)
        {
            return null;
        }

        var text = isXhtml ? Unwrapped(element.TextContent) : element.TextContent;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (role == ScriptRole.HeldBack && isAllowed?.Invoke(element) != true)
        {
            heldBack?.Invoke(text, origin);
            return null;
        }

        return new PageScript(text, origin, role == ScriptRole.Module ? ScriptTiming.Module : ScriptTiming.Inline);
    }

    // Served as HTML the bare wrapper is a syntax error, for a browser as for our parser; behind // or /* */ it is a comment for both.
    private static string Unwrapped(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("<![CDATA[", StringComparison.Ordinal) && trimmed.EndsWith("]]>", StringComparison.Ordinal)
            ? trimmed[9..^3].ToString()
            : text;
    }
}
