using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The JSON that an API answers to a request that changes something: known shapes first, any order last.</summary>
internal sealed class JsonBodySource : IDiscoverySource
{
    /// <summary>Most answers of a batch that are looked at.</summary>
    private const int MaxBatch = 32;

    private static readonly IBodyShape[] Shapes =
    [
        new ContactFormShape(), new FailureShape(), new WooCheckoutShape(), new StoreCartShape(), new GraphQlOrderShape(), new MedusaShape(), new OrderShape(),
    ];

    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.Document.Exchange.Method is not ("POST" or "PUT") || page.Document.Exchange.StatusCode is < 200 or > 299)
        {
            return;
        }

        var answers = page.Document.Json switch
        {
            JObject answer => [answer],
            JArray batch => batch.OfType<JObject>().Take(MaxBatch),
            _ => [],
        };
        foreach (var body in answers.Select(answer => new JsonBody(page, answer)))
        {
            _ = Array.Exists(Shapes, shape => shape.Read(body, findings));
        }
    }
}
