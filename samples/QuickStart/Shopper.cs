using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;

namespace QuickStart;

/// <summary>
/// Somebody who has clicked an ad and buys: plain HTTP with cookies, reading each page like a browser and knowing nothing of the shop but what the
/// pages say.
/// </summary>
/// <param name="shop">The shop's address, as the world knows it: the gateway.</param>
/// <param name="identity">Who it is.</param>
/// <param name="tell">Hears of each step.</param>
internal sealed class Shopper(Uri shop, ShopperIdentity identity, Action<string> tell) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HtmlParser _parser = new();
    private HttpClient? _browser;
    private Uri? _referrer;

    private HttpClient Browser => _browser ??= CreateBrowser();

    /// <summary>Lands, fills the cart, orders, and reloads the thank-you page once.</summary>
    /// <exception cref="HttpRequestException">A page could not be had.</exception>
    /// <exception cref="InvalidDataException">A page is not as expected.</exception>
    public async Task<Purchase> BuyAsync(CancellationToken cancellationToken)
    {
        tell("A shopper clicks an ad and lands in the shop …");
        var listing = await OpenAsync(new Uri(shop, $"/en/?utm_source=facebook&fbclid={identity.ClickId}"), cancellationToken);
        RunPixel();
        await AddToCartAsync(listing, "/product/harbour", quantity: 1, cancellationToken);
        var cart = await AddToCartAsync(listing, "/product/ember", quantity: 3, cancellationToken);
        var items = ReadCart(cart);

        tell("… fills in the checkout form …");
        var checkout = await OpenAsync(cart.Link(".cart-summary a"), cancellationToken);
        var ordered = TimeProvider.System.GetUtcNow();
        var thanks = await SubmitAsync(checkout, "form.checkout", identity.CheckoutFields, cancellationToken);
        var purchase = new Purchase
        {
            OrderId = thanks.Find(".order-number").TextContent,
            Value = items.Sum(item => item.Quantity * item.Price),
            Currency = "EUR",
            Items = items,
            ThankYouPage = thanks.Address,
            Ordered = ordered,
        };

        tell("… and reloads the thank-you page once.");
        // As browsers do: with the referrer of the first time.
        _referrer = checkout.Address;
        await OpenAsync(thanks.Address, cancellationToken);
        return purchase;
    }

    public void Dispose() => _browser?.Dispose();

    /// <summary>What the pixel's script does in a browser: these two cookies tell the server who came from which click.</summary>
    private void RunPixel()
    {
        _cookies.Add(shop, new Cookie("_fbp", identity.Fbp, "/"));
        _cookies.Add(shop, new Cookie("_fbc", identity.Fbc, "/"));
    }

    private async Task<WebPage> AddToCartAsync(WebPage listing, string product, int quantity, CancellationToken cancellationToken)
    {
        var page = await OpenAsync(listing.Link($"a[href$='{product}']"), cancellationToken);
        var typed = new Dictionary<string, string> { ["quantity"] = quantity.ToString(CultureInfo.InvariantCulture) };
        return await SubmitAsync(page, "form.add-to-cart", typed, cancellationToken);
    }

    private static List<PurchasedItem> ReadCart(WebPage cart) => [.. cart.Document.QuerySelectorAll(".cart-item").Select(item => new PurchasedItem(
        item.GetAttribute("data-sku")!,
        int.Parse(item.QuerySelector("input[name=quantity]")!.GetAttribute("value")!, CultureInfo.InvariantCulture),
        decimal.Parse(item.QuerySelector(".tagline bdi")!.TextContent.Trim('€', ' '), NumberStyles.Number, CultureInfo.InvariantCulture)))];

    private Task<WebPage> OpenAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Get, address), cancellationToken);

    private Task<WebPage> SubmitAsync(WebPage page, string form, IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        var (action, fields) = page.FillIn(form, typed);
        return SendAsync(new(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) }, cancellationToken);
    }

    private async Task<WebPage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var request = message;
        request.Headers.Referrer = _referrer;
        using var response = await Browser.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidDataException($"{request.RequestUri!.AbsolutePath} was answered with {(int)response.StatusCode}.");
        }

        // Where the redirects led to.
        _referrer = response.RequestMessage!.RequestUri!;
        return new(_referrer, _parser.ParseDocument(await response.Content.ReadAsStringAsync(cancellationToken)));
    }

    private HttpClient CreateBrowser()
    {
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AutomaticDecompression = DecompressionMethods.All });
        browser.DefaultRequestHeaders.UserAgent.ParseAdd(identity.UserAgent);
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", identity.ClientAddress);
        return browser;
    }
}
