using System.Globalization;
using System.Text.Json.Nodes;
using GraphEmulator.Faults;
using Microsoft.AspNetCore.Http;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway.CommandLine;

namespace ProxyCapi.FunctionalTests.Inspector;

/// <summary>What the inspector and <c>report</c> say of a site whose tracking is not what it could be.</summary>
public sealed class InspectorFindingsTests
{
    private const int Orders = 25;

    [Fact]
    public async Task Findings_OfASiteWithFaults_NameEachOne()
    {
        await using var emulator = await EmulatorHost.StartAsync();
        await using var site = await StubOrigin.StartAsync(AnswerAsync);
        await using var gateway = await StartAsync(site, emulator);
        using var books = new Books(gateway.Services);
        await BuyAsync(gateway, books);

        // An answer is remembered for two seconds: this is the first one.
        var findings = (await AskAsync(gateway, "findings"))["findings"]!.AsArray().ToDictionary(finding => (string)finding!["id"]!, finding => finding!);

        Assert.Equal(["no_client_address", "no_contact", "no_fbp", "pixel_without_event_id", "silent_confirmation"], findings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Orders, (int)findings["pixel_without_event_id"]["count"]!);
        Assert.Equal("http://shop.example/checkout/thank-you", (string?)findings["silent_confirmation"]["example"]);
        Assert.Contains("100 %", (string?)findings["no_fbp"]["title"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_WithADeadLetter_SayWhereItIs()
    {
        await using var emulator = await EmulatorHost.StartAsync();
        emulator.Faults.Add(GraphFault.Error(400, 100, 2804050) with { Count = 1 });
        await using var site = await StubOrigin.StartAsync(AnswerAsync);
        await using var gateway = await StartAsync(site, emulator);
        using var books = new Books(gateway.Services);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await OpenAsync(gateway, "/order/1");
        await books.WaitUntilAsync(() => books.Outcome("dead/rejected") == 1, patience.Token);

        var findings = (await AskAsync(gateway, "findings"))["findings"]!.AsArray();

        Assert.Contains(findings, finding => (string?)finding!["id"] == "dead_letters" && (int?)finding["count"] == 1);
    }

    [Fact]
    public async Task Report_BesideTheRunningProxy_AndAfterIt_TellsTheSameSums()
    {
        await using var emulator = await EmulatorHost.StartAsync();
        await using var site = await StubOrigin.StartAsync(AnswerAsync);
        using var data = new TemporaryFolder();
        JsonNode running;
        await using (var gateway = await StartAsync(site, emulator, $"--ProxyCapi:DataDirectory={data.Path}"))
        {
            using var books = new Books(gateway.Services);
            await BuyAsync(gateway, books);
            running = await AskAsync(gateway, "report?since=1h");
        }

        var stopped = JsonNode.Parse(await CommandAsync("report", "--json", "--since=1h", $"--data-directory={data.Path}"))!;
        var text = await CommandAsync("report", "--since=1h", $"--data-directory={data.Path}");

        Assert.Equal(running["events"]!.ToJsonString(), stopped["events"]!.ToJsonString());
        Assert.Equal((Orders, Orders, 0), ((int)stopped["events"]![0]!["seen"]!, (int)stopped["events"]![0]!["accepted"]!, (int)stopped["events"]![0]!["open"]!));
        Assert.Empty(stopped["findings"]!.AsArray());
        Assert.Contains("No gap", text, StringComparison.Ordinal);
        Assert.Contains("Purchase", text, StringComparison.Ordinal);
    }

    private static Task<GatewayHost> StartAsync(StubOrigin site, EmulatorHost emulator, params string[] settings) => GatewayHost.StartAsync(
    [
        $"--Gateway:Origin={site.Address}", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live", "--ProxyCapi:Delivery:MoneyLinger=00:00:00",
        "--ProxyCapi:Delivery:MinFreeBytes=0", .. settings,
    ]);

    private static async Task BuyAsync(GatewayHost gateway, Books books)
    {
        for (var i = 0; i < Orders; i++)
        {
            await OpenAsync(gateway, string.Create(CultureInfo.InvariantCulture, $"/order/{i}"));
        }

        await OpenAsync(gateway, "/checkout/thank-you");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await books.WaitUntilAsync(() => books.Outcome("accepted") == Orders && books.ExchangesEnded == Orders + 1, patience.Token);
    }

    private static async Task OpenAsync(GatewayHost gateway, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "shop.example";
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("User-Agent", "Mozilla/5.0 (Test)");
        request.Headers.Add("Cookie", "_fbc=fb.1.1700000000000.IwAR0abc");
        using var answer = await gateway.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var order = context.Request.Path.Value!.Split('/')[^1];
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(context.Request.Path.StartsWithSegments("/order")
            ? $"<script>fbq('init','1234567890');fbq('track','Purchase',{{value:5,currency:'EUR',order_id:'{order}'}})</script>"
            : "<h1>Thank you</h1>");
    }

    private static async Task<JsonNode> AskAsync(GatewayHost gateway, string path) =>
        JsonNode.Parse(await gateway.AdminClient.GetStringAsync(new Uri($"/inspector/api/{path}", UriKind.Relative)))!;

    private static async Task<string> CommandAsync(params string[] arguments)
    {
        var output = new StringWriter();
        Assert.Equal(0, await GatewayCommandLine.InvokeAsync([.. arguments, "--ProxyCapi:Pixels:main:Id=1"], output, new StringWriter()));
        return output.ToString();
    }
}
