using System.Text.Json;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Conversions.Privacy;

/// <summary>
/// The last look at an event, after the operator's own processors: no text that goes out unhashed may hold an e-mail address, a phone number or a card
/// number (meta-capi.md section 9). The field is dropped and told.
/// </summary>
/// <remarks>
/// Ids are treated with care, because an order lost costs more than a number that looks like a card's. One number of sixteen digits in ten passes a card's
/// check digit, and shops number their orders by date and counter. So an order or event id that looks like a card is kept if the page's own path names it:
/// no shop puts cards into paths. Otherwise a digest takes its place, which is as unique as the id and the same at every sight: the order is neither lost
/// nor counted twice by us, and no card leaves. Ids of articles are looked at for addresses and phones only: they come from the catalogue.
/// </remarks>
internal static class PersonalDataFirewall
{
    private static readonly string[] PhoneWords = ["phone", "mobile", "telefon", "whatsapp"];

    /// <summary>Takes out what may not leave.</summary>
    /// <param name="source">The event; changed in place.</param>
    /// <param name="dropped">Told Meta's name of each field that was taken out or replaced.</param>
    public static void Scan(ServerEvent source, Action<string> dropped)
    {
        ScanIds(source, dropped);
        ScanTexts(source.CustomData, dropped);
        ScanProperties(source.CustomData, dropped);
        foreach (var (key, value) in source.UserData.Other.ToArray())
        {
            // Meta's own numbers (a lead, a login) are as long as a card's; a rule that puts a card there is no accident to guard against.
            if (PersonalText.IsInId(value) || (!UserDataKeys.Numbers.Contains(key) && CardNumber.Find(value).Length > 0))
            {
                source.UserData.Other.Remove(key);
                dropped("user_data");
            }
        }
    }

    private static void ScanIds(ServerEvent source, Action<string> dropped)
    {
        if (source.EventId is { } eventId && (PersonalText.IsInId(eventId) || IsCard(eventId, source.EventSourceUrl)))
        {
            // An id made of an address would carry it in plain text into everything that names the event.
            source.EventId = EventDigest.OfText(eventId);
            dropped("event_id");
        }

        var custom = source.CustomData;
        custom.OrderId = Keep(custom.OrderId, PersonalText.IsInId, "order_id", dropped);
        if (custom.OrderId is { } order && IsCard(order, source.EventSourceUrl))
        {
            custom.OrderId = EventDigest.OfText(order);
            dropped("order_id");
        }

        for (var i = custom.ContentIds.Count - 1; i >= 0; i--)
        {
            if (custom.ContentIds[i] is { } id && PersonalText.IsInId(id))
            {
                custom.ContentIds.RemoveAt(i);
                dropped("content_ids");
            }
        }

        for (var i = custom.Contents.Count - 1; i >= 0; i--)
        {
            if (custom.Contents[i].Id is { } id && PersonalText.IsInId(id))
            {
                custom.Contents.RemoveAt(i);
                dropped("contents");
            }
        }
    }

    private static bool IsCard(string id, string? page)
    {
        var card = CardNumber.Find(id);
        return card.Length > 0 && !(page is not null && page.Split('?')[0].AsSpan().Contains(card, StringComparison.Ordinal));
    }

    // People search for their own address, and forms are named by whoever filled them in.
    private static void ScanTexts(CustomData custom, Action<string> dropped)
    {
        custom.SearchString = Keep(custom.SearchString, PersonalText.IsInText, "search_string", dropped);
        custom.ContentType = Keep(custom.ContentType, PersonalText.IsInText, "content_type", dropped);
        custom.ContentName = Keep(custom.ContentName, PersonalText.IsInText, "content_name", dropped);
        custom.ContentCategory = Keep(custom.ContentCategory, PersonalText.IsInText, "content_category", dropped);
        custom.Status = Keep(custom.Status, PersonalText.IsInText, "status", dropped);
        foreach (var content in custom.Contents)
        {
            content.Title = Keep(content.Title, PersonalText.IsInText, "contents", dropped);
            content.Description = Keep(content.Description, PersonalText.IsInText, "contents", dropped);
            content.Brand = Keep(content.Brand, PersonalText.IsInText, "contents", dropped);
            content.Category = Keep(content.Category, PersonalText.IsInText, "contents", dropped);
        }
    }

    private static void ScanProperties(CustomData custom, Action<string> dropped)
    {
        foreach (var (name, value) in custom.Properties.ToArray())
        {
            if (IsPersonal(name, value))
            {
                custom.Properties.Remove(name);
                dropped("custom_data");
            }
        }
    }

    // By its values and not by its text, where an @ may stand as an escape.
    private static bool IsPersonal(string name, JsonElement value) => PersonalText.IsInText(name) || value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(property => IsPersonal(property.Name, property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(entry => IsPersonal(name, entry)),
        JsonValueKind.String => !TryRead(value, out var text) || IsPersonalText(name, text),
        JsonValueKind.Number => IsPersonalText(name, value.GetRawText()),
        _ => false,
    };

    private static bool IsPersonalText(string name, string text) => PersonalText.IsInText(text) || IsNamedPhone(name, text);

    // Half a surrogate pair is valid JSON and no text: what cannot be read cannot be cleared.
    private static bool TryRead(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    // Where the name says what bare digits are, no form is needed.
    private static bool IsNamedPhone(string name, string value) =>
        Array.Exists(PhoneWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) && value.Count(char.IsAsciiDigit) is >= 7 and <= 15
        && !value.Any(char.IsAsciiLetter);

    private static string? Keep(string? value, Func<string, bool> isPersonal, string field, Action<string> dropped)
    {
        if (value is null || !isPersonal(value))
        {
            return value;
        }

        dropped(field);
        return null;
    }
}
