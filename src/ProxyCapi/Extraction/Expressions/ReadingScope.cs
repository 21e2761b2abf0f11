using AngleSharp.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>What an expression can see: the exchange, the rule's route values and other fields, and the entry of the list it stands in.</summary>
internal sealed record ReadingScope(ExchangeDocument Document, IReadOnlyDictionary<string, string> RouteValues)
{
    /// <summary>Gives another field of the same rule.</summary>
    public Func<string, ScalarValue?> Field { get; init; } = static _ => null;

    /// <summary>The list's entry, where it is an element.</summary>
    public IElement? Element { get; init; }

    /// <summary>The list's entry, where it is JSON.</summary>
    public JToken? Token { get; init; }

    /// <summary>Currency of the rule, for its number of decimals.</summary>
    public string? Currency { get; init; }

    /// <summary>The page's way to print numbers, with the rule's currency.</summary>
    public NumberFormat Numbers => NumberFormat.OfLanguage(Document.Language) with { Currency = Currency };
}
