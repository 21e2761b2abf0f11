using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>
/// Somebody in the shop, with a browser's cookies, behind a balancer that tells where the request came from. Whatever the shop should have answered and
/// did not fails the test at once: that is how "0 failed shop requests" is judged.
/// </summary>
internal sealed class Visitor(Uri gateway, string locale) : IDisposable
{
    public const string Host = "shop.example";
    public const string Address = "203.0.113.7";
    public const string UserAgent = "Mozilla/5.0 (Test)";
    public const string Fbp = "fb.1.1700000000000.1234567890";
    public const string Fbc = "fb.1.1700000000000.IwAR0abc";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
    {
        BaseAddress = gateway,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly HtmlParser _parser = new();

    /// <summary>The checkout form, filled in.</summary>
    public static Dictionary<string, string> Billing { get; } = new()
    {
        ["email"] = "Grace.Example@Example.com",
        ["phone"] = "020 7946 0101",
        ["first_name"] = "Grace",
        ["last_name"] = "Example",
        ["postcode"] = "EC1A 1BB",
        ["city"] = "London",
        ["country"] = "GB",
    };

    /// <summary>A chair and three candle sets: 1249.00 + 3 · 24.50.</summary>
    public async Task<PlacedOrder> BuyAsync(string payment = "card")
    {
        await PostAsync($"/{locale}/cart/add", new() { ["sku"] = "CHR-OAK-04", ["quantity"] = "1" }, HttpStatusCode.SeeOther);
        await PostAsync($"/{locale}/cart/add", new() { ["sku"] = "CND-SET-08", ["quantity"] = "3" }, HttpStatusCode.SeeOther);
        await OpenAsync($"/{locale}/checkout");
        var fields = Billing.ToDictionary(field => $"billing_{field.Key}", field => field.Value);
        fields["payment_method"] = payment;
        using var answer = await PostAsync($"/{locale}/checkout", fields, HttpStatusCode.SeeOther);
        var order = new PlacedOrder(answer.Headers.Location!.OriginalString);
        var page = await OpenAsync(order.ThankYouPage);
        Assert.Equal(order.Number, page.QuerySelector(".order-number")!.TextContent);
        return order;
    }

    public Task ReloadAsync(PlacedOrder order) => OpenAsync(order.ThankYouPage);

    /// <summary>Opens a link that leads elsewhere.</summary>
    public Task<HttpResponseMessage> FollowAsync(string path) => SendAsync(HttpMethod.Get, path, HttpStatusCode.Redirect);

    /// <summary>Sends the contact form; gives the reference that the page names.</summary>
    public async Task<string> AskAsync()
    {
        var fields = new Dictionary<string, string>
        {
            ["first_name"] = "Grace",
            ["last_name"] = "Example",
            ["email"] = Billing["email"],
            ["phone"] = "+44 20 7946 0101",
            ["message"] = "Is it in stock?",
        };
        using var answer = await PostAsync($"/{locale}/contact", fields, HttpStatusCode.OK);
        using var page = _parser.ParseDocument(await answer.Content.ReadAsStringAsync());
        return page.QuerySelector(".lead-reference")!.TextContent;
    }

    /// <summary>Orders two vases by the JSON API; gives the order's number.</summary>
    public async Task<string> OrderByApiAsync(string payment = "card")
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/api/orders", HttpStatusCode.Created,
            JsonContent.Create(new { customer = Billing, items = new[] { new { sku = "VAS-CER-07", quantity = 2 } }, payment_method = payment }),
            accept: "application/json");
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    public void Dispose() => _browser.Dispose();

    private async Task<IHtmlDocument> OpenAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, HttpStatusCode.OK);
        return _parser.ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, HttpStatusCode expected) =>
        SendAsync(HttpMethod.Post, path, expected, new FormUrlEncodedContent(fields));

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal) { ["_fbp"] = Fbp, ["_fbc"] = Fbc };

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpStatusCode expected, HttpContent? content = null, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = Host;
        request.Headers.Add("Accept", accept);
        request.Headers.Add("User-Agent", UserAgent);
        request.Headers.Add("Referer", $"https://{Host}/{locale}/checkout");
        request.Headers.Add("X-Forwarded-For", Address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var response = await _browser.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            var pair = cookies.Single().Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return response;
    }
}
