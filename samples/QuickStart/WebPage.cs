using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace QuickStart;

/// <summary>A page that the shopper looks at.</summary>
internal sealed record WebPage(Uri Address, IHtmlDocument Document)
{
    /// <summary>The first element that fits.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public IElement Find(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidDataException($"The page {Address.AbsolutePath} has no {selector}.");

    /// <summary>The address that a link leads to.</summary>
    public Uri Link(string selector) => new(Address, Find(selector).GetAttribute("href"));

    /// <summary>A form as it is filled in when the page opens, with what the shopper types over it.</summary>
    public (Uri Action, IReadOnlyDictionary<string, string> Fields) FillIn(string selector, IReadOnlyDictionary<string, string> typed)
    {
        var form = Find(selector);
        var fields = new Dictionary<string, string>();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(input => input.Type != "radio" || input.IsChecked))
        {
            fields[input.Name!] = input.Value;
        }

        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select[name]"))
        {
            fields[select.Name!] = select.Value ?? "";
        }

        foreach (var (name, value) in typed)
        {
            fields[name] = fields.ContainsKey(name) ? value : throw new InvalidDataException($"The form at {Address.AbsolutePath} has no field {name}.");
        }

        return (new(Address, form.GetAttribute("action")), fields);
    }
}
