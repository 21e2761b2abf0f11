namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>What the path of a field says: <c>billing[first_name]</c>, <c>orderData.customer.billing.email</c>, <c>customerBillingPostcode</c>.</summary>
/// <param name="Key">Meta's key of <c>user_data</c>.</param>
/// <param name="Rank">Whose it is: 0 the payer's, 1 nobody said, 2 the receiver's.</param>
/// <param name="IsHashed">The name says that the value is a SHA-256 hash.</param>
/// <param name="IsInternalId">The name says that the value may be the shop's own number for a country or state.</param>
internal readonly record struct CustomerPath(string Key, int Rank, bool IsHashed, bool IsInternalId)
{
    /// <summary>Longest path that is looked at; no shop's field has a longer one.</summary>
    private const int MaxLength = 200;

    private static readonly HashSet<string> Payer = new(StringComparer.Ordinal) { "billing", "bill", "payment", "invoice", "payer" };

    private static readonly HashSet<string> Receiver = new(StringComparer.Ordinal) { "shipping", "ship", "delivery", "recipient", "receiver" };

    private static readonly HashSet<string> Hash = new(StringComparer.Ordinal) { "sha256", "hash", "hashed", "sha" };

    /// <summary>Words that may stand before the name proper inside one part of a path.</summary>
    private static readonly HashSet<string> Leading = new(StringComparer.Ordinal)
    {
        "customer", "client", "user", "contact", "guest", "buyer", "shopper", "visitor", "member", "account", "order", "checkout", "your", "my", "address", "new",
        "primary", "info", "information", "details", "data", "fields", "field", "form", "dwfrm", "co", "sylius", "shop", "wpforms", "names", "form-fields", "text",
        "1", "2", "0",
    };

    /// <summary>Parts whose content is not the buyer: what is sold, who sells it.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "items", "products", "lineitems", "lines", "contents", "transactionproducts", "seller", "merchant", "vendor", "store", "organization", "provider", "brand", "affiliate",
        "publisher", "company", "shopaddress", "storeaddress", "warehouse", "pickup",
    };

    /// <summary>Words of fields that are never kept, whatever else the name says.</summary>
    private static readonly HashSet<string> Never = new(StringComparer.Ordinal)
    {
        "pass", "password", "pwd", "passwort", "card", "cardnumber", "cc", "cvc", "cvv", "iban", "bic", "pin", "token", "nonce", "csrf", "wpnonce", "recaptcha", "captcha",
        "turnstile", "stripe", "ssn", "birth", "birthday", "birthdate", "message", "comment", "comments", "note", "notes", "md5", "sha1", "verified", "confirmed", "consent",
    };

    /// <summary>Reads a path; <see langword="null"/> if it names nothing of the buyer that Meta takes.</summary>
    public static CustomerPath? Read(string path)
    {
        if (path.Length > MaxLength)
        {
            return null;
        }

        if (CustomerAliases.Whole(path.Trim()) is { } whole)
        {
            return new CustomerPath(whole, 1, false, false);
        }

        var parts = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => !part.All(char.IsAsciiDigit)).Select(FieldWords.Of).ToList();
        if (parts.Count == 0 || parts.Exists(part => part.Exists(Never.Contains) || Foreign.Contains(string.Concat(part))) || IsAccountNumber(parts))
        {
            return null;
        }

        // email-1, phone_2
        if (parts[^1].Count > 1 && parts[^1][^1].All(char.IsAsciiDigit))
        {
            parts[^1].RemoveAt(parts[^1].Count - 1);
        }

        var isHashed = parts[^1].RemoveAll(Hash.Contains) > 0;
        var rank = parts.Exists(part => part.Exists(Payer.Contains)) ? 0 : parts.Exists(part => part.Exists(Receiver.Contains)) ? 2 : 1;
        return (Match(parts[^1]) ?? (parts.Count > 1 ? Match([.. parts[^2], .. parts[^1]]) : null)) is { } found
            ? new CustomerPath(found.Key, rank, isHashed, found.IsInternalId)
            : null;
    }

    private static bool IsAccountNumber(List<List<string>> parts) =>
        parts.Exists(part => part is [.., "account", "number"] or [.., "form", "key"] or ["authenticity", ..] or ["payment", "method", "data", ..]);

    // The name with everything that may stand before it taken away word by word; "payment_state" and "order_state" are no places.
    private static (string Key, bool IsInternalId)? Match(List<string> words)
    {
        if (words is [.., "payment" or "order" or "checkout" or "form" or "account", "state"])
        {
            return null;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (CustomerAliases.Find(string.Concat(words[i..])) is { } found)
            {
                return found;
            }

            if (!Leading.Contains(words[i]) && !Payer.Contains(words[i]) && !Receiver.Contains(words[i]))
            {
                return null;
            }
        }

        return null;
    }
}
