using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Consent;

/// <summary>Every preset through the real gateway: a no leaves nothing at Meta and nothing in the store, a yes gives the event, rubbish is silence.</summary>
public sealed class ConsentMatrixTests
{
    private const string Borlabs = "borlabs-cookie=%7B%22consents%22%3A%7B%22essential%22%3A%5B%22borlabs-cookie%22%5D";

    private static readonly (string Preset, string Granted, string Denied, string Malformed)[] Banners =
    [
        ("OneTrust", "OptanonConsent=version=1&groups=C0001%3A1%2CC0004%3A1", "OptanonConsent=version=1&groups=C0001%3A1%2CC0004%3A0", "OptanonConsent=groups"),
        ("Cookiebot", "CookieConsent={stamp:%27x%27%2Cmarketing:true%2Cver:1}", "CookieConsent={stamp:%27x%27%2Cmarketing:false%2Cver:1}", "CookieConsent={marketing"),
        ("Usercentrics", Json("ucData", """{"gcm":{"adStorage":"granted"}}"""), Json("ucData", """{"gcm":{"adStorage":"denied"}}"""), "ucData={"),
        ("Complianz", "cmplz_marketing=allow", "cmplz_marketing=deny", "cmplz_marketing=?"),
        ("CookieYes", "cookieyes-consent=consentid:x,consent:yes,action:yes,advertisement:yes", "cookieyes-consent=consentid:x,consent:no,action:yes,advertisement:no", "cookieyes-consent=,"),
        ("Iubenda", Json("_iub_cs-1", """{"purposes":{"5":true}}"""), Json("_iub_cs-1", """{"purposes":{"5":false}}"""), "_iub_cs-1=%7B"),
        ("Borlabs", Borlabs + "%2C%22marketing%22%3A%5B%22facebook-pixel%22%5D%7D%7D", Borlabs + "%7D%7D", Borlabs),
        ("Didomi", Token("""{"purposes":{"enabled":["cookies","create_ads_profile"]}}"""), Token("""{"purposes":{"disabled":["cookies"]}}"""), "didomi_token=e30"),
        ("GoogleConsentMode", "gcs=G111", "gcs=G100", "gcs=G"),
        ("Tcf", "euconsent-v2=CPhgeQAPhgeQAAHABBENCmCgAP_AAAEAAAqIAAAAAAAA", "euconsent-v2=CPt3fQAPt3fQACNAFAENDLCgAAAAAAAAACiQAAAOCgDAB-AIsAZ8A6QDBAHBAAAA", "euconsent-v2=CPhg"),
        ("Gpp", "__gpp=DBABLA~BVQqAAAAAAJY.QA", "__gpp=DBABLA~BVQVAAAABgA.QA", "__gpp=DBABLA"),
        ("OneTrustIab", "OptanonConsent=groups=C0001%3A1%2CV2STACK42%3A1; eupubconsent-v2=CPhgeQAPhgeQAAHABBENCmCgAP_AAAEAAAqIAAAAAAAA", "OptanonConsent=groups=C0001%3A1%2CV2STACK42%3A0", "OptanonConsent=landingPath=https%3A%2F%2Fx.example%2F%3Fa%26groups%3DC0004%3A1"),
        ("Twice", "cmplz_marketing=allow; cmplz_marketing=allow", "cmplz_marketing=allow; cmplz_marketing=deny", "cmplz_marketing=; cmplz_marketing=?"),
        ("WooCommerce", "wc_facebook_signals_state=active", "wc_facebook_signals_state=held", "wc_facebook_signals_state="),
    ];

    [Fact]
    public async Task Banners_WhereConsentIsRequired_OnlyAYesGivesAnEvent()
    {
        await using var site = await StubOrigin.StartAsync(ThankYouAsync);
        await using var emulator = await EmulatorHost.StartAsync();
        var data = Directory.CreateTempSubdirectory("proxycapi-consent-");
        try
        {
            await using (var gateway = await StartAsync(site, emulator, data, "Required"))
            using (var books = new Books(gateway.Services))
            {
                foreach (var banner in Banners)
                {
                    Assert.False(await OrderAsync(gateway, "no-" + banner.Preset, banner.Denied));
                    Assert.False(await OrderAsync(gateway, "rubbish-" + banner.Preset, banner.Malformed));
                }

                await SettleAsync(books, 2 * Banners.Length);
                Assert.Equal((Banners.Length, Banners.Length), (books.Outcome("dropped/consent_denied"), books.Outcome("dropped/consent_unknown")));
                Assert.Empty(emulator.Journal.Requests);
                Assert.Equal(0, Rows(data));

                foreach (var banner in Banners)
                {
                    Assert.True(await OrderAsync(gateway, "yes-" + banner.Preset, banner.Granted));
                }

                await SettleAsync(books, 3 * Banners.Length);
                Assert.Equal(Banners.Length, books.Outcome("accepted"));
            }

            Assert.Equal(Banners.Select(banner => "purchase-yes-" + banner.Preset).Order(), emulator.Journal.Events.Select(accepted => accepted.EventId!).Order());
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Banners_WithoutConfiguration_OnlyANoGivesNoEvent()
    {
        await using var site = await StubOrigin.StartAsync(ThankYouAsync);
        await using var emulator = await EmulatorHost.StartAsync();
        var data = Directory.CreateTempSubdirectory("proxycapi-consent-");
        try
        {
            await using (var gateway = await StartAsync(site, emulator, data, "NotRequired"))
            using (var books = new Books(gateway.Services))
            {
                foreach (var banner in Banners)
                {
                    Assert.False(await OrderAsync(gateway, "no-" + banner.Preset, banner.Denied));
                    Assert.True(await OrderAsync(gateway, "rubbish-" + banner.Preset, banner.Malformed));
                }

                Assert.True(await OrderAsync(gateway, "silence", "theme=dark"));
                Assert.False(await OrderAsync(gateway, "signal", "theme=dark", ("Sec-GPC", "1")));
                await SettleAsync(books, (2 * Banners.Length) + 2);
                Assert.Equal(Banners.Length, books.Outcome("dropped/consent_denied"));
            }

            Assert.Equal(
                Banners.Select(banner => "purchase-rubbish-" + banner.Preset).Append("purchase-silence").Append("purchase-signal").Order(),
                emulator.Journal.Events.Select(accepted => accepted.EventId!).Order());
            Assert.Equal("purchase-signal", Assert.Single(emulator.Journal.Events, accepted => accepted.Parse().ToString().Contains("LDU", StringComparison.Ordinal)).EventId);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }

    private static Task<GatewayHost> StartAsync(StubOrigin site, EmulatorHost emulator, DirectoryInfo data, string mode) => GatewayHost.StartBeforeAsync(
        site,
        $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live", $"--ProxyCapi:DataDirectory={data.FullName}", $"--ProxyCapi:Consent:Mode={mode}", "--ProxyCapi:Identity:SetCookies=true",
        "--ProxyCapi:Delivery:MoneyLinger=00:00:00", "--ProxyCapi:Delivery:DrainTimeout=00:00:01",
        "--ProxyCapi:Rules:purchase:Event=Purchase", "--ProxyCapi:Rules:purchase:Match:Path=/thanks/{id}", "--ProxyCapi:Rules:purchase:EventId=purchase-{route:id}",
        "--ProxyCapi:Rules:purchase:CustomData:value={css:.total|money}", "--ProxyCapi:Rules:purchase:CustomData:currency=EUR",
        "--ProxyCapi:Rules:purchase:CustomData:order_id={route:id}", "--ProxyCapi:Rules:purchase:UserData:em={css:.email}");

    private static Task ThankYouAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "private";
        return context.Response.WriteAsync("<p class=total>10.50</p><p class=email>a@b.example</p>");
    }

    /// <summary>Whether the answer sets a cookie, which only its visitor's consent allows.</summary>
    private static async Task<bool> OrderAsync(GatewayHost gateway, string order, string cookies, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/thanks/{order}");
        request.Headers.Host = "www.shop.example";
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Test)");
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return response.Headers.Contains("Set-Cookie");
    }

    private static async Task SettleAsync(Books books, int events)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await books.WaitUntilAsync(() => books.EventsEnded == events && books.ExchangesEnded == events, patience.Token);
    }

    /// <summary>What stands in the store of orders that are waiting, were sent, or are remembered.</summary>
    private static long Rows(DirectoryInfo data)
    {
        var file = Assert.Single(data.GetFiles("*.db"));
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file.FullName, Mode = SqliteOpenMode.ReadOnly }.ToString());
        store.Open();
        using var count = store.CreateCommand();
        count.CommandText = "SELECT (SELECT COUNT(*) FROM item) + (SELECT COUNT(*) FROM seen) + (SELECT COUNT(*) FROM late)";
        return (long)count.ExecuteScalar()!;
    }

    private static string Json(string cookie, string json) => $"{cookie}={Uri.EscapeDataString(json)}";

    private static string Token(string json) => "didomi_token=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
}
