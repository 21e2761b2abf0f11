using AngleSharp.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>Places in a page's elements: their attributes, JSON in an attribute, and the texts of those that are named after what they hold.</summary>
internal static class ElementPlaces
{
    private const int MaxElements = 20_000;
    private const int MaxText = 200;

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal) { "content", "value" };

    private static readonly string[] Naming = ["itemprop", "data-testid", "id", "name", "property", "class"];

    /// <summary>The places of one field, the best first.</summary>
    public static IEnumerable<PinnedPlace> Of(ExchangeDocument document, string field) =>
        document.Json is not null ? [] : document.Html.All.Take(MaxElements).SelectMany(element => Of(element, field)).OrderByDescending(place => place.Fit);

    private static IEnumerable<PinnedPlace> Of(IElement element, string field)
    {
        var named = Naming.SelectMany(name => (element.GetAttribute(name) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(name => PlaceNames.Fit(field, name, [])).DefaultIfEmpty(0).Max();
        foreach (var attribute in element.Attributes)
        {
            if (attribute.Value.AsSpan().TrimStart() is ['{' or '[', ..] && JsonReading.TryParse(attribute.Value) is JContainer json)
            {
                foreach (var place in JsonPlaces.Of(json, field))
                {
                    yield return new PinnedPlace($"css:{RuleText.Quote($"[{attribute.Name}]@{attribute.Name}")}|json:{RuleText.Argument(place.Path)}", place.Fit);
                }
            }
            else if ((Plain.Contains(attribute.Name) ? named : attribute.Name.StartsWith("data-", StringComparison.Ordinal) ? PlaceNames.Fit(field, attribute.Name[5..], []) : 0) is > 0 and var fit)
            {
                foreach (var selector in Selectors(element).Append($"[{attribute.Name}]"))
                {
                    yield return new PinnedPlace($"css:{RuleText.Quote($"{selector}@{attribute.Name}")}", fit);
                }
            }
        }

        if (named > 0 && element.LocalName is not ("script" or "style") && element.TextContent.Length is > 0 and <= MaxText)
        {
            foreach (var selector in Selectors(element))
            {
                yield return new PinnedPlace($"css:{RuleText.Argument(selector)}", named);
            }
        }
    }

    /// <summary>The element's own selectors, then the same within what it stands in.</summary>
    private static IEnumerable<string> Selectors(IElement element)
    {
        var own = Own(element).ToList();
        var around = element.ParentElement is null ? [] : Own(element.ParentElement).Append(element.ParentElement.LocalName).Select(parent => parent + " > ")
            .Concat(element.GetAncestors().OfType<IElement>().SelectMany(Own).Select(ancestor => ancestor + " ")).Take(8).ToList();
        return own.Concat(around.SelectMany(prefix => own.Select(selector => prefix + selector)));
    }

    private static IEnumerable<string> Own(IElement element)
    {
        if (element.GetAttribute("itemprop") is { Length: > 0 } property)
        {
            yield return $"[itemprop=\"{property}\"]";
        }

        if (element.GetAttribute("itemtype") is { } type && type.EndsWith("/Order", StringComparison.Ordinal))
        {
            yield return "[itemtype$=\"/Order\"]";
        }

        if (element.Id is { Length: > 0 } id && IsName(id))
        {
            yield return $"#{id}";
        }

        if (element.GetAttribute("data-testid") is { Length: > 0 } test && IsName(test))
        {
            yield return $"[data-testid=\"{test}\"]";
        }

        foreach (var name in element.ClassList.Where(IsName))
        {
            yield return $".{name}";
        }
    }

    // One with a number in it is likely of this page alone.
    private static bool IsName(string name) =>
        char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && name.Count(char.IsAsciiDigit) < 3;
}
