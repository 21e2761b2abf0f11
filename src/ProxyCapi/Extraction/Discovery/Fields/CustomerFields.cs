using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// The buyer's data in objects and forms whose field names are the shop's (shop-pages.md section 5). The payer's fields win over those nobody names,
/// those over the receiver's; hashes stay as they are; internal ids, and everything that is never kept, are left out.
/// </summary>
internal static partial class CustomerFields
{
    private const int MaxDepth = 8;
    private const int MaxFields = 500;

    private static readonly string[] Place = ["ct", "st", "zp"];

    // Meta's own keys, as fbq('init', id, { … }) takes them.
    private static readonly Dictionary<string, string> Matching = new(StringComparer.OrdinalIgnoreCase)
    {
        ["em"] = "em",
        ["ph"] = "ph",
        ["fn"] = "fn",
        ["ln"] = "ln",
        ["ct"] = "ct",
        ["st"] = "st",
        ["zp"] = "zp",
        ["country"] = "country",
        ["cn"] = "country",
        ["ge"] = "ge",
        ["db"] = "db",
        ["external_id"] = "external_id",
        ["uid"] = "external_id",
    };

    /// <summary>The fields of an object that is about a customer, with everything in it.</summary>
    public static Dictionary<string, List<string>> Read(JToken? customer)
    {
        var fields = new List<KeyValuePair<string, string>>();
        Flatten(JsonFields.AsObject(customer), "", 0, fields);
        return Read(fields);
    }

    /// <summary>Fields of a form, or of an object that is flattened already, in their order.</summary>
    /// <param name="fields">Path and value of each: <c>billing[email]</c>, <c>customer.billing.email</c>.</param>
    public static Dictionary<string, List<string>> Read(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var found = new List<(CustomerPath Path, string Value)>();
        foreach (var (path, text) in fields)
        {
            if (CustomerPath.Read(path) is { } meant && Clean(meant, text) is { } value)
            {
                found.Add((meant, value));
            }
        }

        // The parts of an address come from one address.
        var places = found.Where(field => Place.Contains(field.Path.Key)).ToList();
        var rank = places.Count > 0 ? places.Min(field => field.Path.Rank) : 0;
        var result = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (path, value) in found.Where(field => !Place.Contains(field.Path.Key) || field.Path.Rank == rank).OrderBy(field => field.Path.Rank))
        {
            result.TryAdd(path.Key, [value]);
        }

        if (result.ContainsKey("st") && !result.ContainsKey("ct") && !result.ContainsKey("zp") && !result.ContainsKey("country"))
        {
            // A state alone is that of an account or an order.
            result.Remove("st");
        }

        return result;
    }

    /// <summary>Meta's key for a field's name; <see langword="null"/> if it is none of the buyer's.</summary>
    public static string? KeyOf(string name) => CustomerPath.Read(name)?.Key;

    /// <summary>Advanced matching: an object whose keys are Meta's own.</summary>
    public static Dictionary<string, List<string>> ReadPixel(JToken? matching)
    {
        var result = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var property in JsonFields.AsObject(matching)?.Properties() ?? [])
        {
            if (Matching.TryGetValue(property.Name.Trim(), out var key))
            {
                var values = (property.Value is JArray list ? list : new JArray(property.Value.DeepClone())).Select(JsonFields.AsText).OfType<string>()
                    .Where(value => Clean(new CustomerPath(key, 1, false, key is "country" or "st"), value) is not null).ToList();
                if (values.Count > 0)
                {
                    result.TryAdd(key, values);
                }
            }
        }

        return result;
    }

    private static void Flatten(JObject? data, string prefix, int depth, List<KeyValuePair<string, string>> fields)
    {
        foreach (var property in data?.Properties() ?? [])
        {
            Flatten(property.Value, prefix.Length == 0 ? property.Name.Trim() : $"{prefix}[{property.Name.Trim()}]", depth, fields);
        }
    }

    private static void Flatten(JToken token, string path, int depth, List<KeyValuePair<string, string>> fields)
    {
        if (fields.Count >= MaxFields || depth > MaxDepth)
        {
            return;
        }

        switch (token)
        {
            case JObject inner:
                Flatten(inner, path, depth + 1, fields);
                break;
            case JArray list:
                foreach (var entry in list.Take(4))
                {
                    Flatten(entry, path, depth + 1, fields);
                }

                break;
            case JValue value when JsonFields.AsText(value) is { } text:
                fields.Add(new(path, text));
                break;
        }
    }

    /// <summary>The trimmed value, or <see langword="null"/> if it cannot be what the name says.</summary>
    private static string? Clean(CustomerPath path, string text)
    {
        var value = text.Trim();
        var isHash = Hash().IsMatch(value);
        if (value.Length is 0 or > 256 || (path.IsHashed && !isHash))
        {
            return null;
        }

        var fits = isHash || path.Key switch
        {
            "em" => value.IndexOf('@', StringComparison.Ordinal) > 0 && !value.Contains(' ', StringComparison.Ordinal),
            "ph" => value.Count(char.IsDigit) is >= 5 and <= 20 && !value.Contains('@', StringComparison.Ordinal),
            "fn" or "ln" or "ct" => value.Any(char.IsLetter) && !value.Contains('@', StringComparison.Ordinal),
            "country" => path.IsInternalId ? CountryCode().IsMatch(value) : !IsInternal(value),
            "st" => path.IsInternalId ? StateCode().IsMatch(value) : !IsInternal(value),
            "external_id" => value != "0" && !AnalyticsClient().IsMatch(value),
            _ => true,
        };
        return fits ? value : null;
    }

    // OpenCart, PrestaShop, Odoo, Shopware and nopCommerce send their own numbers or uuids.
    private static bool IsInternal(string value) => !value.Any(char.IsLetter) || Guid.TryParse(value, out _);

    [GeneratedRegex("^[0-9A-Fa-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();

    [GeneratedRegex("^[A-Za-z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex CountryCode();

    [GeneratedRegex("^[A-Za-z]{2,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex StateCode();

    // The id that Google Analytics gives a browser: the visitor's, not the customer's.
    [GeneratedRegex(@"^(?:GA1\.\d\.)?\d{5,12}\.\d{8,12}$", RegexOptions.CultureInvariant)]
    private static partial Regex AnalyticsClient();
}
