using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// The buyer's data in objects and forms, by the names that shops give it (shop-pages.md section 5): the last words of a name decide, billing ranks
/// before the rest and the rest before shipping, and the shop's own ids of countries and states are none.
/// </summary>
internal static partial class CustomerFields
{
    private const int MaxDepth = 6;

    // Words of a name, joined: "billing[first_name]" ends in "firstname".
    private static readonly FrozenDictionary<string, string> Aliases = Words(
        ("em", "email mail emailaddress useremail customeremail correo courriel replyto"),
        ("ph", "phone telephone tel mobile cellphone phonenumber phonemobile telefon telefono telefone telephonenumber handy"),
        ("fn", "firstname fname givenname forename vorname prenom nome nombre voornaam"),
        ("ln", "lastname lname familyname surname nachname nom cognome apellido apellidos achternaam sobrenome"),
        ("ct", "city town locality addresslevel2 addresslocality ort stadt ville ciudad citta plaats"),
        ("st", "state region province county addresslevel1 statecode regioncode provincecode countryarea addressregion administrativearea bundesland provincia"),
        ("zp", "zip postcode postalcode zipcode plz cap codigopostal codepostal cep"),
        ("country", "country countrycode countryiso countryiso2 countrycodev2 addresscountry countryid countryname"),
        ("external_id", "customerid userid uid externalid idcustomer"),
        ("ge", "gender sex"),
        ("db", "birthday birthdate dateofbirth dob"));

    // What only looks like one of them, and what nobody may keep.
    private static readonly FrozenSet<string> Never = FrozenSet.Create(
        StringComparer.Ordinal, "orderstate", "paymentstate", "storecountry", "shopcountry", "ipaddress", "ordercity", "cardholdername", "pass", "password", "pwd", "token", "nonce", "clientid");

    private static readonly FrozenDictionary<string, string> PixelKeys = Words(
        ("em", "em email"), ("ph", "ph phone"), ("fn", "fn firstname"), ("ln", "ln lastname"), ("ct", "ct city"), ("st", "st state"), ("zp", "zp zip"), ("country", "country cn"),
        ("ge", "ge gender"), ("db", "db dob"), ("external_id", "externalid uid"));

    /// <summary>The buyer's data in an object and what lies in it, by Meta's key.</summary>
    public static Dictionary<string, List<string>> Read(JToken? customer)
    {
        var found = new Dictionary<string, (int Rank, List<string> Values)>(StringComparer.Ordinal);
        Collect(customer, "", found, 0);
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Values, StringComparer.Ordinal);
    }

    /// <summary>The buyer's data in named values, such as those of a form.</summary>
    public static Dictionary<string, List<string>> Read(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var found = new Dictionary<string, (int Rank, List<string> Values)>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            Add(name, value, found);
        }

        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Values, StringComparer.Ordinal);
    }

    /// <summary>The advanced matching of a pixel: Meta's own short keys.</summary>
    public static Dictionary<string, List<string>> ReadPixel(JToken? matching)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var property in (Documents.JsonReading.Unwrap(matching) as JObject)?.Properties() ?? [])
        {
            if (PixelKeys.TryGetValue(Joined(property.Name), out var key) && TokenText.Text(property.Value) is { } text)
            {
                found[key] = [text];
            }
        }

        return found;
    }

    /// <summary>Meta's key for a name; <see langword="null"/> if it says nothing of the buyer.</summary>
    public static string? KeyOf(string name)
    {
        var words = WordsOf(name);
        if (Never.Contains(string.Concat(words)) || words.Exists(word => Never.Contains(word)))
        {
            return null;
        }

        // The longest end of the name that is known.
        for (var i = Math.Max(0, words.Count - 3); i < words.Count; i++)
        {
            var end = string.Concat(words.Skip(i));
            if (Never.Contains(end))
            {
                return null;
            }

            if (Aliases.TryGetValue(end, out var key))
            {
                return key;
            }
        }

        return null;
    }

    private static void Collect(JToken? token, string path, Dictionary<string, (int Rank, List<string> Values)> found, int depth)
    {
        if (token is not JObject container || depth > MaxDepth)
        {
            return;
        }

        foreach (var property in container.Properties())
        {
            var name = path.Length == 0 ? property.Name.Trim() : $"{path}.{property.Name.Trim()}";
            if (property.Value is JObject)
            {
                Collect(property.Value, name, found, depth + 1);
            }
            else if (property.Value is JArray { Count: > 0 } list && list[0] is JValue)
            {
                Add(name, TokenText.Text(list[0]), found);
            }
            else
            {
                Add(name, TokenText.Text(property.Value), found);
            }
        }
    }

    private static void Add(string name, string? value, Dictionary<string, (int Rank, List<string> Values)> found)
    {
        if (string.IsNullOrWhiteSpace(value) || KeyOf(name) is not { } key || (key is "country" or "st" && IsInternalId(value)))
        {
            return;
        }

        var rank = RankOf(name);
        if (!found.TryGetValue(key, out var known) || rank > known.Rank)
        {
            found[key] = (rank, [value.Trim()]);
        }
    }

    private static int RankOf(string name)
    {
        var words = WordsOf(name);
        return words.Exists(word => word is "billing" or "payment" or "invoice" or "bill") ? 2 : words.Exists(word => word is "shipping" or "delivery" or "ship") ? 0 : 1;
    }

    // Shops number their countries and states: 276 and a UUID are not for Meta.
    private static bool IsInternalId(string value) => value.All(char.IsAsciiDigit) || Guid.TryParseExact(value, "D", out _);

    private static string Joined(string name) => string.Concat(WordsOf(name));

    private static List<string> WordsOf(string name) => [.. Word().Matches(name).Select(match => match.Value.ToLowerInvariant())];

    private static FrozenDictionary<string, string> Words(params (string Key, string Names)[] entries) =>
        entries.SelectMany(entry => entry.Names.Split(' '), (entry, name) => (name, entry.Key)).ToFrozenDictionary(pair => pair.name, pair => pair.Key, StringComparer.Ordinal);

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
