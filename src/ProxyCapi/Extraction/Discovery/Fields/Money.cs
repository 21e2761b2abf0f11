using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>The amount of an order, and its currency.</summary>
internal static class Money
{
    /// <summary>Sets <c>value</c> and <c>currency</c>; a sign that is clear (<c>€</c>) says the currency where nothing else does.</summary>
    public static void Set(Candidate candidate, JToken? value, string? currency, NumberFormat format)
    {
        currency ??= value is { Type: JTokenType.String } && (string?)value is { } text ? CurrencySigns.Find(text) : null;
        if (currency is not null)
        {
            candidate.CustomData["currency"] = new(currency);
        }

        if (TokenText.Number(value, format with { Currency = currency ?? format.Currency }) is { } number)
        {
            candidate.CustomData["value"] = number;
        }
    }
}
