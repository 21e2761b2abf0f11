using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using ProxyCapi.Conversions.Privacy;

namespace ProxyCapi.Conversions.Urls;

/// <summary>
/// Takes personal data and secrets out of an address before it leaves (meta-capi.md sections 6.7 and 9): a query is full of what a shop needs and
/// nobody else may know. Click ids and campaign names stay.
/// </summary>
internal static partial class UrlCleaner
{
    private const int MaxLength = 2000;
    private const string Removed = "removed";

    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "fbclid", "gclid", "wbraid", "gbraid", "msclkid", "ttclid", "dclid", "twclid", "li_fat_id");

    private static readonly string[] Secret =
    [
        "token", "auth", "pass", "pwd", "secret", "key", "signature", "sig", "hash", "session", "sid", "sess", "jwt", "otp", "nonce", "csrf", "credential", "cred",
        "code", "pin", "state",
    ];

    private static readonly string[] Personal =
    [
        "email", "mail", "em", "phone", "ph", "tel", "telephone", "mobile", "name", "firstname", "lastname", "fname", "lname", "surname", "fullname", "username", "user",
        "login", "address", "street", "zip", "postcode", "postal", "city", "birth", "birthday", "dob", "ssn", "iban", "card", "vat", "customer", "vorname", "nachname", "telefon",
    ];

    /// <summary>The cleaned address, or <see langword="null"/> if it is no absolute address of a web page.</summary>
    /// <param name="address">The address.</param>
    /// <param name="privateKeys">Names of query parameters that are taken out whatever they hold, without case.</param>
    public static string? Clean(string? address, FrozenSet<string>? privateKeys = null)
    {
        if (string.IsNullOrWhiteSpace(address) || !Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return null;
        }

        var clean = new StringBuilder($"{uri.Scheme}://{uri.IdnHost}");
        if (uri.HostNameType == UriHostNameType.IPv6)
        {
            clean.Clear().Append($"{uri.Scheme}://{uri.Host}");
        }

        if (!uri.IsDefaultPort)
        {
            clean.Append(':').Append(uri.Port);
        }

        AppendPath(clean, uri.AbsolutePath);
        AppendQuery(clean, uri.Query, privateKeys ?? FrozenSet<string>.Empty);

        // A longer address is one with data in it; its page is still worth telling.
        return clean.Length <= MaxLength ? clean.ToString() : clean.ToString().Split('?')[0] is { Length: <= MaxLength } page ? page : null;
    }

    private static void AppendPath(StringBuilder clean, string path)
    {
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (i > 0)
            {
                clean.Append('/');
            }

            // ";jsessionid=…" rides on a segment.
            var segment = segments[i].Split(';')[0];
            clean.Append(PersonalText.IsInId(Decode(segment)) ? Removed : segment);
        }
    }

    private static void AppendQuery(StringBuilder clean, string query, FrozenSet<string> privateKeys)
    {
        var separator = '?';
        foreach (var pair in (query.Length > 0 ? query[1..] : query).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = Decode(equals < 0 ? "" : pair[(equals + 1)..]);
            if (!privateKeys.Contains(name) && !PersonalText.IsInText(name) && !PersonalText.IsInText(value) && (IsKept(name) || !(IsPersonalName(name) || IsSecretValue(value))))
            {
                clean.Append(separator).Append(pair);
                separator = '&';
            }
        }
    }

    private static bool IsKept(string name) => Kept.Contains(name) || name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase);

    // "billing[first_name]", "user-email", "orderKey": the words of a name decide, alone and joined.
    private static bool IsPersonalName(string name)
    {
        var words = Words().Matches(name).Select(word => word.Value.ToLowerInvariant()).ToArray();
        return words.Any(word => Secret.Contains(word) || Personal.Contains(word))
            || Secret.Contains(string.Concat(words)) || Personal.Contains(string.Concat(words))
            || words.Any(word => word.EndsWith("token", StringComparison.Ordinal) || word.EndsWith("password", StringComparison.Ordinal)
                || word.EndsWith("email", StringComparison.Ordinal) || word.EndsWith("phone", StringComparison.Ordinal)
                || word.EndsWith("sessid", StringComparison.Ordinal) || word.EndsWith("sessionid", StringComparison.Ordinal));
    }

    // JSON web tokens, and keys of shops such as wc_order_….
    private static bool IsSecretValue(string value) => WebToken().IsMatch(value) || value.StartsWith("wc_order_", StringComparison.OrdinalIgnoreCase);

    private static string Decode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        // Twice: an address inside a parameter is escaped with the parameter.
        var once = Uri.UnescapeDataString(text.Replace('+', ' '));
        return once.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(once) : once;
    }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex WebToken();
}
