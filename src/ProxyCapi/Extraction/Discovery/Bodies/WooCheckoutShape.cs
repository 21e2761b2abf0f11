using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>WooCommerce's checkouts and others that answer an order without its total: they prove nothing alone, the thank-you page that follows does.</summary>
internal sealed class WooCheckoutShape : IBodyShape
{
    public bool Read(JsonBody body, Findings findings)
    {
        var isClassic = body.Page.Document.Query("wc-ajax") == "checkout";
        var isBlock = body.Path.Contains("/wc/store", StringComparison.Ordinal) && body.Path.EndsWith("/checkout", StringComparison.Ordinal);
        var isSfra = body.Path.EndsWith("checkoutservices-placeorder", StringComparison.Ordinal);
        if (!isClassic && !isBlock && !isSfra)
        {
            return false;
        }

        if (JsonFields.Find(body.Answer, "redirect", "order_id", "orderID") is not null)
        {
            findings.Rejections.Add(new Rejection("checkout answer", "the answer names no total; the page that follows tells of the order"));
        }

        return true;
    }
}
