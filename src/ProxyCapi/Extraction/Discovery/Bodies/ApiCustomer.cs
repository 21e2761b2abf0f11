using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The buyer in an order and in the request that made it; an order's own state is no province, and the shop's address is not the buyer's.</summary>
internal static class ApiCustomer
{
    private static readonly string[] Others = ["state", "status", "store", "shop", "merchant", "seller", "vendor", "channel", "region", "site", "company", "sender", "support", "payment_method", "links"];

    /// <summary>Adds what the answer says; the request fills what it leaves open.</summary>
    public static void Add(Candidate candidate, JToken? order, DiscoveredPage page)
    {
        Add(candidate, order);
        var request = page.Document.RequestJson;
        Add(candidate, JsonFields.Find(request, "variables") ?? request);
    }

    private static void Add(Candidate candidate, JToken? data)
    {
        if (data is JObject fields)
        {
            var buyer = new JObject(fields.Properties().Where(property => !Others.Contains(property.Name, StringComparer.OrdinalIgnoreCase)));
            foreach (var (key, values) in CustomerFields.Read(buyer))
            {
                candidate.UserData.TryAdd(key, values);
            }
        }
    }
}
