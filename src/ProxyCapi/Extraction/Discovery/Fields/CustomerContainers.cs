using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Finds the buyer in data that is about something else too: a push, an event's parameters. Only where the name says so: the <c>country</c> of a
/// push is that of the shop.
/// </summary>
internal static class CustomerContainers
{
    /// <summary>The browser's id at Google Analytics, not the customer's at the shop.</summary>
    private const string GoogleClient = "clientid";

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "userdata", "user", "userinfo", "customer", "customerdata", "customerinfo", "enhancedconversiondata", "enhancedconversions", "billing", "billingaddress", "billingdata",
        "shipping", "shippingaddress", "visitor", "buyer", "shopper", "client",
    };

    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal) { "orderdata", "order", "ecommerce", "eventmodel", "purchase", "transaction", "data" };

    private static readonly HashSet<string> Owners = new(StringComparer.Ordinal) { "customer", "user", "billing", "buyer", "shopper", "visitor", "guest", "client" };

    /// <summary>The buyer's data; empty if there is none.</summary>
    public static Dictionary<string, List<string>> Read(JObject data)
    {
        var customer = new JObject();
        Collect(data, customer, isOuter: true);
        return customer.Count == 0 ? [] : CustomerFields.Read(customer);
    }

    private static void Collect(JObject data, JObject customer, bool isOuter)
    {
        foreach (var property in data.Properties())
        {
            var words = FieldWords.Of(property.Name);
            var name = string.Concat(words);
            var inner = property.Value.Type is JTokenType.Object or JTokenType.String ? JsonFields.AsObject(property.Value) : null;
            if (inner is not null && Names.Contains(name))
            {
                customer.TryAdd(property.Name, inner);
            }
            else if (inner is not null && isOuter && Holders.Contains(name))
            {
                Collect(inner, customer, isOuter: false);
            }
            else if (property.Value is JValue && name != GoogleClient && CustomerPath.Read(property.Name) is { } path
                && (path.Key == "em" || (words.Count > 1 && Owners.Contains(words[0]))))
            {
                customer.TryAdd(property.Name, property.Value);
            }
        }
    }
}
