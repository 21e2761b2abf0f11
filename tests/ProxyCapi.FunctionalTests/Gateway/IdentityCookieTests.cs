using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary>The cookies that are set where the operator asked for it, through the real gateway.</summary>
public sealed class IdentityCookieTests
{
    private const string On = "--ProxyCapi:Identity:SetCookies=true";

    [Fact]
    public async Task Off_NothingIsSet()
    {
        await using var site = await StubOrigin.StartAsync(Page("no-store"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site);

        Assert.Empty(await CookiesAsync(gateway, "/?fbclid=abc"));
    }

    [Fact]
    public async Task FirstPageWithAClick_BothAreSetForTheWholeSite()
    {
        await using var site = await StubOrigin.StartAsync(Page("no-store"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On, "--Gateway:TrustedProxies:0=127.0.0.1");

        var cookies = await CookiesAsync(
            gateway, "/?fbclid=IwAR-x_1", ("X-Forwarded-Host", "www.shop.example.co.uk"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal(["_fbc", "_fbp"], cookies.Select(cookie => cookie.Name.ToString()));
        Assert.Matches(@"^fb\.2\.[0-9]{13}\.IwAR-x_1$", cookies[0].Value.ToString());
        Assert.Matches(@"^fb\.2\.[0-9]{13}\.[0-9]{1,10}$", cookies[1].Value.ToString());
        Assert.All(cookies, cookie =>
        {
            Assert.Equal("example.co.uk", cookie.Domain.ToString());
            Assert.Equal("/", cookie.Path.ToString());
            Assert.Equal(TimeSpan.FromDays(90), cookie.MaxAge);
            Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, cookie.SameSite);
            Assert.True(cookie.Secure);
            Assert.False(cookie.HttpOnly);
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("public, max-age=60")]
    [InlineData("max-age=0")]
    [InlineData("no-cache")]
    [InlineData("private, s-maxage=10")]
    [InlineData("private=\"set-cookie\"")]
    public async Task PageThatASharedCacheMayStore_NothingIsSet(string? cacheControl)
    {
        await using var site = await StubOrigin.StartAsync(Page(cacheControl));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Empty(await CookiesAsync(gateway, "/?fbclid=abc"));
    }

    [Theory]
    [InlineData(StatusCodes.Status304NotModified)]
    [InlineData(StatusCodes.Status206PartialContent)]
    [InlineData(StatusCodes.Status404NotFound)]
    public async Task AnswerThatIsNoPage_NothingIsSet(int status)
    {
        await using var site = await StubOrigin.StartAsync(Page("private", status));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Empty(await CookiesAsync(gateway, "/"));
    }

    [Fact]
    public async Task ScriptAndImage_NothingIsSet()
    {
        await using var site = await StubOrigin.StartAsync(Page("private", contentType: "application/json"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Empty(await CookiesAsync(gateway, "/api/cart"));
    }

    [Theory]
    [InlineData("fb.1.1700000000000.111")]
    [InlineData("fb.1.1700000000000.111.AQ")]
    [InlineData("fb.1.1700000000000.111.AQQCAQAA")]
    public async Task ValidCookieOfTheBrowsers_IsLeftAlone(string fbp)
    {
        await using var site = await StubOrigin.StartAsync(Page("private"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Empty(await CookiesAsync(gateway, "/", ("Cookie", $"_fbp={fbp}; _fbc=fb.1.1700000000000.abc")));
    }

    [Fact]
    public async Task SameClickAgain_KeepsTheFirstTime()
    {
        await using var site = await StubOrigin.StartAsync(Page("private"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Empty(await CookiesAsync(gateway, "/?fbclid=abc", ("Cookie", "_fbp=fb.1.1700000000000.1; _fbc=fb.1.1700000000000.abc")));
        var other = Assert.Single(await CookiesAsync(gateway, "/?fbclid=def", ("Cookie", "_fbp=fb.1.1700000000000.1; _fbc=fb.1.1700000000000.abc")));
        Assert.EndsWith(".def", other.Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SiteSetsItsOwn_TheSitesStands_AndNothingIsMerged()
    {
        await using var site = await StubOrigin.StartAsync(async context =>
        {
            context.Response.Headers.Append("Set-Cookie", "_fbp=fb.1.1700000000000.7; Path=/");
            context.Response.Headers.Append("Set-Cookie", "session=1; HttpOnly");
            await Page("private")(context);
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        var cookies = await CookiesAsync(gateway, "/?fbclid=abc");

        Assert.Equal(["_fbp", "session", "_fbc"], cookies.Select(cookie => cookie.Name.ToString()));
        Assert.Equal("fb.1.1700000000000.7", cookies[0].Value.ToString());
        Assert.True(cookies[1].HttpOnly);
    }

    [Fact]
    public async Task TwentyFirstRequestsAtOnce_OneFbp()
    {
        await using var site = await StubOrigin.StartAsync(Page("no-store"));
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CookiesAsync(gateway, $"/{i}", ("User-Agent", "one"), ("Accept-Language", "de"))));

        Assert.Single(answers.Select(cookies => Assert.Single(cookies).Value.ToString()).Distinct());
        var another = Assert.Single(await CookiesAsync(gateway, "/", ("User-Agent", "two"), ("Accept-Language", "de")));
        Assert.NotEqual(answers[0][0].Value.ToString(), another.Value.ToString());
    }

    [Fact]
    public async Task RedirectThatDropsTheClick_AndThatACacheMayStore_TheNextPageSetsItWithItsTime()
    {
        await using var site = await StubOrigin.StartAsync(async context =>
        {
            if (context.Request.Path == "/landing")
            {
                context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                context.Response.Headers.Location = "/welcome?lang=de";
                return;
            }

            await Page("private")(context);
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        Assert.Empty(await CookiesAsync(gateway, "/landing?fbclid=abc", ("User-Agent", "one")));
        var after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.DoesNotContain(await CookiesAsync(gateway, "/welcome?lang=de", ("User-Agent", "two")), cookie => cookie.Name == "_fbc");
        Assert.DoesNotContain(await CookiesAsync(gateway, "/other", ("User-Agent", "one")), cookie => cookie.Name == "_fbc");
        var fbc = Assert.Single(await CookiesAsync(gateway, "/welcome?lang=de", ("User-Agent", "one")), cookie => cookie.Name == "_fbc");

        Assert.InRange(long.Parse(fbc.Value.ToString().Split('.')[2], System.Globalization.CultureInfo.InvariantCulture), before, after);
    }

    [Fact]
    public async Task TwoVisitorsAlikeBehindOneTrustedProxy_TwoFbpAndNobodysClick()
    {
        await using var site = await StubOrigin.StartAsync(async context =>
        {
            if (context.Request.Path == "/landing")
            {
                context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                context.Response.Headers.Location = "/welcome";
                return;
            }

            await Page("private")(context);
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(
            site, On, "--ProxyCapi:Identity:TrustedProxies:edge:Networks:0=127.0.0.1", "--ProxyCapi:Identity:TrustedProxies:edge:Header=X-Real-IP");

        Assert.Empty(await CookiesAsync(gateway, "/landing?fbclid=abc", ("X-Real-IP", "203.0.113.7")));
        var other = await CookiesAsync(gateway, "/welcome", ("X-Real-IP", "203.0.113.8"));
        var unknown = await CookiesAsync(gateway, "/welcome");
        var first = await CookiesAsync(gateway, "/welcome", ("X-Real-IP", "203.0.113.7"));

        Assert.Equal(["_fbp"], other.Select(cookie => cookie.Name.ToString()));
        Assert.Equal(["_fbp"], unknown.Select(cookie => cookie.Name.ToString()));
        Assert.Equal(["_fbc", "_fbp"], first.Select(cookie => cookie.Name.ToString()));
        Assert.Equal(3, new[] { other[0], unknown[0], first[1] }.Select(cookie => cookie.Value.ToString()).Distinct().Count());
    }

    [Theory]
    [InlineData("www.shop.example", true)]
    [InlineData("www.other.example", false)]
    public async Task RedirectToAnotherHost_KeepsTheClickWithinTheSite(string host, bool isKept)
    {
        await using var site = await StubOrigin.StartAsync(async context =>
        {
            if (context.Request.Path == "/landing")
            {
                context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                context.Response.Headers.Location = $"https://{host}/landing2";
                return;
            }

            await Page("private")(context);
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On, "--Gateway:TrustedProxies=127.0.0.1");

        Assert.Empty(await CookiesAsync(gateway, "/landing?fbclid=abc", ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", "shop.example")));
        var cookies = await CookiesAsync(gateway, "/landing2", ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", host), ("X-Forwarded-Proto", "https"));

        Assert.Equal(isKept, cookies.Any(cookie => cookie.Name == "_fbc"));
    }

    [Fact]
    public async Task TemporaryRedirect_CarriesTheCookieItself()
    {
        await using var site = await StubOrigin.StartAsync(context =>
        {
            context.Response.Redirect("/welcome");
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(site, On);

        Assert.Contains(await CookiesAsync(gateway, "/landing?fbclid=abc"), cookie => cookie.Name == "_fbc");
    }

    private static RequestDelegate Page(string? cacheControl, int status = 200, string contentType = "text/html") => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = cacheControl;
        if (status != StatusCodes.Status304NotModified)
        {
            await context.Response.WriteAsync("<p>Hello</p>");
        }
    };

    private static async Task<IList<SetCookieHeaderValue>> CookiesAsync(GatewayHost gateway, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        return response.Headers.TryGetValues("Set-Cookie", out var fields) ? SetCookieHeaderValue.ParseList([.. fields]) : [];
    }
}
