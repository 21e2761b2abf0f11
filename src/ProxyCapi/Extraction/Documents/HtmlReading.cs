using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Text to HTML as a browser reads it, with a bound on what nesting may cost.</summary>
internal static class HtmlReading
{
    /// <summary>From this depth on the parser, as browsers do, puts elements beside one another.</summary>
    private const int Depth = 512;

    /// <summary>
    /// Most elements at or below <see cref="Depth"/>. For each start tag the parser looks through all that are open, so that a page of nothing
    /// but start tags costs the square of its length: 160 KB of them took half a minute.
    /// </summary>
    private const int MaxDeep = 2048;

    /// <summary>The document.</summary>
    /// <exception cref="HtmlTooDeepException">It is nested deeper than any page that people read.</exception>
    public static IHtmlDocument Parse(string text)
    {
        IElement? last = null;
        var deep = 0;
        return new HtmlParser(new HtmlParserOptions
        {
            // Scripts run in the shopper's browser, so what stands in noscript is not on the page.
            IsScripting = true,
            // Told before the element has its place; the one before it has.
            OnCreated = (element, _) =>
            {
                if (IsDeep(last) && ++deep > MaxDeep)
                {
                    throw new HtmlTooDeepException();
                }

                last = element;
            },
        }).ParseDocument(text);
    }

    private static bool IsDeep(INode? node)
    {
        var depth = 0;
        for (; node is not null && depth < Depth; node = node.Parent)
        {
            depth++;
        }

        return depth == Depth;
    }
}
