using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// WooCommerce's Store API: <c>cart/add-item</c>, alone or in a batch, is an AddToCart of the line that was asked for. Prices are minor units by
/// <c>currency_minor_unit</c>.
/// </summary>
internal sealed class StoreCartShape : IBodyShape
{
    private const string AddItem = "/cart/add-item";
    private const string Origin = "Store API cart";

    public bool Read(JsonBody body, Findings findings)
    {
        if (!body.Path.Contains("/wc/store", StringComparison.Ordinal))
        {
            return false;
        }

        if (body.Path.EndsWith("/batch", StringComparison.Ordinal))
        {
            // The n-th answer belongs to the n-th request.
            var requests = JsonFields.AsList(body.Request?["requests"]).ToList();
            var answers = JsonFields.AsList(body.Answer["responses"]).ToList();
            foreach (var (request, answer) in requests.Zip(answers).Where(pair => (JsonFields.AsText(pair.First["path"]) ?? "").TrimEnd('/').EndsWith(AddItem, StringComparison.OrdinalIgnoreCase)))
            {
                var status = JsonFields.AsText(answer["status"]);
                Read((request["body"] ?? request["data"]) as JObject, answer["body"] as JObject, status is "200" or "201", findings);
            }
        }
        else if (body.Path.EndsWith(AddItem, StringComparison.Ordinal))
        {
            Read(body.Request, body.Answer, true, findings);
        }

        return true;
    }

    private static void Read(JObject? request, JObject? cart, bool isSuccess, Findings findings)
    {
        var id = JsonFields.AsText(JsonFields.Find(request, "id"));
        var line = JsonFields.AsList(JsonFields.Find(cart, "items")).OfType<JObject>().FirstOrDefault(item => id is not null && JsonFields.AsText(item["id"]) == id);
        if (!isSuccess || line is null)
        {
            findings.Rejections.Add(new Rejection(Origin, "the answer does not show that the product was added"));
            return;
        }

        var candidate = new Candidate { EventName = "AddToCart", Source = CandidateSource.JsonBody, Origin = Origin };
        var prices = JsonFields.FindObject(line, "prices");
        candidate.SetCurrency(JsonFields.Find(prices, "currency_code"));
        var decimals = int.TryParse(JsonFields.AsText(JsonFields.Find(prices, "currency_minor_unit")), out var unit) ? unit : -1;
        var price = MinorUnits.Scale(JsonFields.Find(prices, "price"), decimals);
        var amounts = new Amounts(new NumberFormat('.'));
        var quantity = JsonFields.Find(request, "quantity") ?? new JValue(1);
        candidate.AddLine(new JValue(id), quantity, price, JsonFields.Find(line, "name"), amounts);
        if (price is { Value: decimal each } && amounts.Read(quantity) is { } count && decimal.TryParse(count.Text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000)
        {
            candidate.SetValue(new JValue(each * number), amounts);
        }

        findings.Candidates.Add(candidate);
    }
}
