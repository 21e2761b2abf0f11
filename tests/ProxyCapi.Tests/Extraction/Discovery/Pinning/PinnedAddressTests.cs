using ProxyCapi.Extraction.Discovery.Pinning;

namespace ProxyCapi.Tests.Extraction.Discovery.Pinning;

/// <summary>Addresses as rules name them: what is of this order becomes a placeholder.</summary>
public class PinnedAddressTests
{
    [Theory]
    [InlineData("/checkout/thanks", "", "/checkout/thanks", "", null)]
    [InlineData("/orders/4711/thanks", "", "/orders/{order_id}/thanks", "", "route:order_id")]
    [InlineData("/orders/order-4711", "", "/orders/order-{order_id}", "", "route:order_id")]
    [InlineData("/orders/123e4567-e89b-12d3-a456-426614174000", "", "/orders/{id}", "", null)]
    [InlineData("/17/99/thanks", "", "/{id}/{id2}/thanks", "", null)]
    [InlineData("/danke%20sch%C3%B6n", "", "/danke schön", "", null)]
    [InlineData("/a%7Bb/thanks", "", "/{id}/thanks", "", null)]
    [InlineData("/thanks", "?order=4711&utm_source=x&fbclid=y", "/thanks", "order=*", "query:order")]
    [InlineData("/index.php", "?route=checkout/success", "/index.php", "route=checkout/success", null)]
    [InlineData("/", "?page_id=8&order-received=4711&key=wc_order_x", "/", "order-received=*&page_id=8", "query:order-received")]
    [InlineData("/thanks", "?a:b=4711", "/thanks", "", null)]
    public void Of_AnAddress_KeepsWhatNamesThePage(string path, string query, string pattern, string keys, string? orderId)
    {
        var address = PinnedAddress.Of((new TestExchange { Path = path, Query = query }).Build(), "4711");

        Assert.Equal(pattern, address.Match.Path);
        Assert.Equal(keys, string.Join('&', address.Match.Query.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(orderId, address.OrderId);
    }
}
