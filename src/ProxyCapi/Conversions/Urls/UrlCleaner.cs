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
    private const int MaxDepth = 3;
    private const string Removed = "removed";

    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "fbclid", "gclid", "wbraid", "gbraid", "msclkid", "ttclid", "dclid", "twclid", "li_fat_id");

    private static readonly FrozenSet<string> Secret = FrozenSet.Create(
        StringComparer.Ordinal,
        "token", "auth", "pass", "passwd", "passcode", "passphrase", "pwd", "secret", "key", "signature", "sig", "hash", "session", "sid", "sess", "jwt", "otp", "nonce", "csrf", "credential", "cred",
        "code", "pin", "state");

    private static readonly FrozenSet<string> Personal = FrozenSet.Create(
        StringComparer.Ordinal,
        "email", "mail", "em", "phone", "ph", "tel", "telephone", "mobile", "name", "firstname", "lastname", "fname", "lname", "surname", "fullname", "username", "user",
        "login", "address", "street", "zip", "postcode", "postal", "city", "birth", "birthday", "dob", "ssn", "iban", "card", "vat", "customer", "vorname", "nachname", "telefon");

    // "apikey", "orderkey", "phonenumber": words that people join.
    private static readonly string[] Endings =
        ["token", "password", "passwd", "secret", "signature", "key", "email", "emailaddress", "phone", "phonenumber", "sessid", "sessionid"];

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

    private static void AppendPath(StringBuilder clean, ReadOnlySpan<char> path)
    {
        var isFirst = true;
        foreach (var range in path.Split('/'))
        {
            if (!isFirst)
            {
                clean.Append('/');
            }

            // ";jsessionid=…" rides on a segment.
            var segment = path[range];
            segment = segment.IndexOf(';') is var semicolon and >= 0 ? segment[..semicolon] : segment;
            clean.Append(IsPersonalSegment(Decode(segment, isForm: false)) ? Removed : segment);
            isFirst = false;
        }
    }

    private static void AppendQuery(StringBuilder clean, string query, FrozenSet<string> privateKeys)
    {
        var separator = '?';
        var pairs = query.AsSpan(query.Length > 0 ? 1 : 0);
        foreach (var range in pairs.Split('&'))
        {
            var pair = pairs[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            // A plus is a blank, or the begin of a phone number that nobody escaped.
            if (!IsPrivate(pair, isForm: true, privateKeys) && (!pair.Contains('+') || !IsPrivate(pair, isForm: false, privateKeys)))
            {
                clean.Append(separator).Append(pair);
                separator = '&';
            }
        }
    }

    private static bool IsPersonalSegment(string segment) =>
        PersonalText.IsInId(segment) || IsSecretValue(segment) || (segment.Contains('?', StringComparison.Ordinal) && HasSecretInside(segment));

    private static bool IsPrivate(ReadOnlySpan<char> pair, bool isForm, FrozenSet<string> privateKeys)
    {
        var equals = pair.IndexOf('=');
        var name = Decode(equals < 0 ? pair : pair[..equals], isForm);
        var value = Decode(equals < 0 ? "" : pair[(equals + 1)..], isForm);
        return privateKeys.Contains(name) || PersonalText.IsInText(name) || PersonalText.IsInText(value)
            || (!Kept.Contains(name) && ((!IsCampaign(name) && IsPersonalName(name)) || IsSecretValue(value) || HasSecretInside(value)));
    }

    // "/reset?token=…" as the address to go back to, or a query as a value.
    private static bool HasSecretInside(ReadOnlySpan<char> value)
    {
        if (!value.Contains('='))
        {
            return false;
        }

        foreach (var range in value.SplitAny('?', '&', '#', ';'))
        {
            var pair = value[range];
            if (pair.IndexOf('=') is var equals and > 0 && !Kept.Contains(pair[..equals].ToString()) && IsPersonalName(pair[..equals].ToString()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCampaign(string name) => name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase);

    // "billing[first_name]", "user-email", "orderKey": the words of a name decide, alone and joined.
    private static bool IsPersonalName(string name)
    {
        Span<char> letters = stackalloc char[name.Length <= 256 ? name.Length : 0];
        letters = name.Length <= 256 ? letters : new char[name.Length];
        var length = 0;
        for (var at = 0; at < name.Length;)
        {
            var end = WordEnd(name, at);
            if (end > at)
            {
                var word = letters[length..(length + end - at)];
                name.AsSpan(at, end - at).ToLowerInvariant(word);
                length += word.Length;
                if (IsTelling(word) || HasEnding(word))
                {
                    return true;
                }
            }

            at = Math.Max(end, at + 1);
        }

        return IsTelling(letters[..length]);
    }

    /// <summary>Where the word ends that begins at a place: letters of one kind with a capital in front, capitals, or digits; the place itself if none does.</summary>
    private static int WordEnd(string name, int start)
    {
        var first = name[start];
        if (char.IsAsciiDigit(first))
        {
            return EndOf(name, start, char.IsAsciiDigit);
        }

        var capitals = EndOf(name, start, char.IsAsciiLetterUpper);
        var lower = EndOf(name, capitals, char.IsAsciiLetterLower);

        // "orderKey", "Key" and "key" are words; of "APIKey" the last capital belongs to the next one.
        return lower == capitals || capitals - start <= 1 ? lower : capitals - 1;
    }

    private static int EndOf(string name, int start, Func<char, bool> isPart)
    {
        while (start < name.Length && isPart(name[start]))
        {
            start++;
        }

        return start;
    }

    private static bool IsTelling(ReadOnlySpan<char> word) =>
        Secret.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) || Personal.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static bool HasEnding(ReadOnlySpan<char> word)
    {
        foreach (var ending in Endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // JSON web tokens, and keys of shops such as wc_order_….
    private static bool IsSecretValue(string value) => WebToken().IsMatch(value) || value.Contains("wc_order_", StringComparison.OrdinalIgnoreCase);

    private static string Decode(ReadOnlySpan<char> escaped, bool isForm)
    {
        var text = escaped.ToString();
        if (isForm)
        {
            text = text.Replace('+', ' ');
        }

        // An address inside a parameter is escaped with the parameter, and one inside that once more.
        for (var depth = 0; depth < MaxDepth && text.Contains('%', StringComparison.Ordinal); depth++)
        {
            text = Uri.UnescapeDataString(text);
        }

        return text;
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex WebToken();
}
