using AngleSharp.Dom;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Markup;

/// <summary>
/// A microdata item in the shape of JSON-LD, by the HTML standard's algorithm (properties of nested items are theirs, <c>itemref</c> is followed),
/// with one liberty that search engines take as well: <c>content</c> counts on every element.
/// </summary>
internal static class MicrodataItem
{
    private const int MaxDepth = 12;
    private const int MaxElements = 20_000;

    /// <summary>The item.</summary>
    public static JObject ToJson(IElement item) => ToJson(item, 0);

    private static JObject ToJson(IElement item, int depth)
    {
        var result = new JObject { ["@type"] = item.GetAttribute("itemtype") ?? "" };
        foreach (var element in Properties(item))
        {
            foreach (var name in (element.GetAttribute("itemprop") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                Add(result, name, element.HasAttribute("itemscope") ? depth < MaxDepth ? ToJson(element, depth + 1) : new JObject() : Value(element));
            }
        }

        return result;
    }

    private static List<IElement> Properties(IElement item)
    {
        var found = new List<IElement>();
        var seen = new HashSet<IElement> { item };
        var open = new Stack<IElement>(item.Children.Reverse());
        foreach (var id in (item.GetAttribute("itemref") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Owner?.GetElementById(id) is { } referred)
            {
                open.Push(referred);
            }
        }

        while (open.TryPop(out var element) && seen.Count < MaxElements)
        {
            if (!seen.Add(element))
            {
                continue;
            }

            if (element.HasAttribute("itemprop"))
            {
                found.Add(element);
            }

            if (!element.HasAttribute("itemscope"))
            {
                foreach (var child in element.Children.Reverse())
                {
                    open.Push(child);
                }
            }
        }

        return found;
    }

    private static void Add(JObject item, string name, JToken value)
    {
        switch (item[name])
        {
            case null: item[name] = value; break;
            case JArray list: list.Add(value); break;
            case var first: item[name] = new JArray(first.DeepClone(), value); break;
        }
    }

    private static string Value(IElement element) => element.GetAttribute("content") ?? element.LocalName switch
    {
        "a" or "area" or "link" => element.GetAttribute("href"),
        "data" or "meter" => element.GetAttribute("value"),
        "time" => element.GetAttribute("datetime"),
        "img" or "audio" or "video" or "source" or "embed" or "iframe" => element.GetAttribute("src"),
        _ => null,
    } ?? element.TextContent.Trim();
}
