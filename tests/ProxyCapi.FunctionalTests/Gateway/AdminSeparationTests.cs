using System.Net;
using System.Text.Json;

namespace ProxyCapi.FunctionalTests.Gateway;

public sealed class AdminSeparationTests
{
    public static TheoryData<string> AdminPaths => ["/healthz/live", "/healthz/ready", "/healthz/delivery", "/metrics"];

    [Theory]
    [MemberData(nameof(AdminPaths))]
    public async Task PublicListener_PathOfAdmin_GoesToTheSite(string path)
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var seen = await gateway.SeenByOriginAsync(path);

        Assert.Equal(path, seen.Target);
    }

    [Theory]
    [MemberData(nameof(AdminPaths))]
    public async Task PublicListener_HostOfAdmin_GoesToTheSite(string path)
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var seen = await gateway.SeenByOriginAsync(path, ("Host", gateway.Admin.Authority));

        Assert.Equal(gateway.Admin.Authority, seen.Header("Host"));
    }

    [Theory]
    [MemberData(nameof(AdminPaths))]
    public async Task PublicListener_AbsoluteFormOfAdmin_GoesToTheSite(string path)
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var answer = await RawHttp.SendAsync(gateway.Public, RawHttp.Get(new Uri(gateway.Admin, path).AbsoluteUri, gateway.Admin.Authority));

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains(StubOrigin.MarkerHeader, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicListener_ForwardedHostOfAdmin_GoesToTheSite()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, "--Gateway:TrustedProxies:0=127.0.0.1");

        var seen = await gateway.SeenByOriginAsync("/metrics", ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Host", gateway.Admin.Authority));

        Assert.Equal("/metrics", seen.Target);
    }

    [Theory]
    [InlineData("/index.html")]
    [InlineData("/checkout")]
    [InlineData("/metrics/../checkout")]
    [InlineData("/healthz")]
    public async Task AdminListener_PathOfTheSite_IsNotFound(string path)
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var byPath = await RawHttp.SendAsync(gateway.Admin, RawHttp.Get(path, gateway.Admin.Authority));
        var byHost = await RawHttp.SendAsync(gateway.Admin, RawHttp.Get(path, gateway.Public.Authority));
        var absolute = await RawHttp.SendAsync(gateway.Admin, RawHttp.Get(new Uri(gateway.Public, path).AbsoluteUri, gateway.Public.Authority));

        Assert.All([byPath, byHost, absolute], answer =>
        {
            Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(StubOrigin.MarkerHeader, answer, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Live_ProcessAnswers_Is200EvenWithoutTheSite()
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9");

        using var answer = await gateway.AdminClient.GetAsync(new Uri("/healthz/live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Ready_Started_ListsEachCheckWithItsStatus()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        using var answer = await gateway.AdminClient.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", body.RootElement.GetProperty("status").GetString());
        var checks = body.RootElement.GetProperty("checks");
        Assert.Equal("The gateway is serving.", checks.GetProperty("gateway").GetProperty("description").GetString());
        Assert.Equal("Healthy", checks.GetProperty("proxycapi-configuration").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Delivery_Started_ListsTheChecksOfDeliveryAlone()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        using var answer = await gateway.AdminClient.GetAsync(new Uri("/healthz/delivery", UriKind.Relative));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            ["proxycapi-delivery", "proxycapi-store"], body.RootElement.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order());
    }

    [Fact]
    public async Task AdminUrl_Empty_NothingListens()
    {
        await using var origin = await StubOrigin.StartAsync();
        var folder = Directory.CreateTempSubdirectory("proxycapi-gateway-");
        await using var app = ProxyCapi.Gateway.GatewayApplication.Create(
            GatewayHost.Arguments(folder, $"--Gateway:Origin={origin.Address}", "--ProxyCapi:Admin:Url="));
        await app.StartAsync();

        Assert.Null(ProxyCapi.Gateway.GatewayApplication.GetAdminAddress(app));

        await app.StopAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Metrics_AfterARequest_HasTheGatewaysInstrumentsAndNotItsOwnScrapes()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);
        await gateway.SeenByOriginAsync("/");
        await gateway.AdminClient.GetStringAsync(new Uri("/healthz/live", UriKind.Relative));
        using var meter = new System.Diagnostics.Metrics.Meter(ProxyCapiTelemetry.MeterName);
        meter.CreateCounter<long>("proxycapi.test.probe").Add(1);

        var text = await gateway.AdminClient.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("http_server_request_duration_seconds_count", text, StringComparison.Ordinal);
        Assert.Contains("http_client_request_duration_seconds_count", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_", text, StringComparison.Ordinal);
        Assert.Contains("proxycapi_test_probe_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line =>
            line.StartsWith("http_server_request_duration", StringComparison.Ordinal) && line.Contains("/healthz", StringComparison.Ordinal));
    }
}
