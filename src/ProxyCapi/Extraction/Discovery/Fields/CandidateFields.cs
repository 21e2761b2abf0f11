using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>Puts values into a candidate. What is said first stays: readers ask the better name first.</summary>
internal static class CandidateFields
{
    /// <summary>A text, such as <c>content_name</c>.</summary>
    public static void SetText(this Candidate candidate, string key, JToken? token)
    {
        if (JsonFields.AsText(token) is { } text)
        {
            candidate.CustomData.TryAdd(key, new ScalarValue(text));
        }
    }

    /// <summary>An order's id. Leading zeros count; a zero alone is what a shop prints that has no order.</summary>
    public static void SetOrderId(this Candidate candidate, JToken? token)
    {
        if (JsonFields.AsText(token) is { } text && text.Trim('#').Trim() is { Length: > 0 } id && id != "0")
        {
            candidate.CustomData.TryAdd("order_id", new ScalarValue(id));
        }
    }

    /// <summary>The id that the browser's pixel sends.</summary>
    public static void SetEventId(this Candidate candidate, JToken? token) => candidate.EventId ??= JsonFields.AsText(token);

    /// <summary>A currency.</summary>
    public static void SetCurrency(this Candidate candidate, JToken? token)
    {
        if (Amounts.Currency(token) is { } code)
        {
            candidate.CustomData.TryAdd("currency", new ScalarValue(code));
        }
    }

    /// <summary>An amount or a number; what is not clear is left out.</summary>
    public static void SetAmount(this Candidate candidate, string key, JToken? token, Amounts amounts)
    {
        if (amounts.Read(token) is { } amount)
        {
            candidate.CustomData.TryAdd(key, amount);
        }
    }

    /// <summary>The amount that counts; its sign may name the currency where nothing else does.</summary>
    public static void SetValue(this Candidate candidate, JToken? token, Amounts amounts)
    {
        candidate.SetAmount("value", token, amounts);
        if (token?.Type == JTokenType.String && CurrencySigns.Find((string)token!) is { } code)
        {
            candidate.CustomData.TryAdd("currency", new ScalarValue(code));
        }
    }

    /// <summary>One line; nothing is added if it says nothing.</summary>
    public static void AddLine(this Candidate candidate, JToken? id, JToken? quantity, JToken? price, JToken? title, Amounts amounts)
    {
        var line = new ContentItem();
        if (JsonFields.AsText(id) is { } text)
        {
            line.Fields["id"] = new ScalarValue(text);
        }

        if (amounts.Read(quantity) is { } count)
        {
            line.Fields["quantity"] = count;
        }

        if (amounts.Read(price) is { } amount)
        {
            line.Fields["item_price"] = amount;
        }

        if (line.Fields.Count > 0 && JsonFields.AsText(title) is { } name)
        {
            line.Fields["title"] = new ScalarValue(name);
        }

        if (line.Fields.Count > 0)
        {
            candidate.Contents.Add(line);
        }
    }
}
