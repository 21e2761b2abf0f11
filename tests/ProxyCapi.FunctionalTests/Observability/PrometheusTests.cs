using GraphEmulator.Faults;
using ProxyCapi.FunctionalTests.Hosting;
using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>samples/observability, tried with a real Prometheus that scrapes a real gateway.</summary>
[Collection(PrometheusRuns.Name)]
public sealed class PrometheusTests(ITestOutputHelper output)
{
    /// <summary>Alerts whose fault would take gigabytes or days; the rule tests show that they fire.</summary>
    private static readonly string[] NotInjected = ["ProxyCapiStoreFilling"];

    [ToolFact("prometheus", "prometheus")]
    public async Task Promtool_OnTheFilesAndTheirTests_FindsNothing()
    {
        await Promtool.RunAsync(ObservabilityFiles.Folder, "check", "config", "prometheus.yml");
        await Promtool.RunAsync(ObservabilityFiles.Folder, "check", "rules", "alerts.yml");
        output.WriteLine(await Promtool.RunAsync(ObservabilityFiles.Folder, "test", "rules", "alerts.test.yml", "alerts.days.test.yml"));
        var tests = ObservabilityFiles.Read("alerts.test.yml") + ObservabilityFiles.Read("alerts.days.test.yml");
        Assert.All(ObservabilityFiles.Alerts, alert => Assert.Contains(alert, tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Program_NotInstalled_FailsWithTheCure()
    {
        var failure = Assert.ThrowsAny<Exception>(() => Promtool.Find("a-program-that-nobody-has"));

        Assert.Contains("apt-get install", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alerts_EachOne_HasARunbook_AndStandsInTheReadme()
    {
        var runbooks = ObservabilityFiles.Read("README.md");
        var readme = File.ReadAllText(Path.Combine(ObservabilityFiles.Root, "README.md"));

        Assert.All(ObservabilityFiles.Alerts, alert =>
        {
            Assert.Contains($"\n### {alert}\n", runbooks, StringComparison.Ordinal);
            Assert.Contains($"[`{alert}`](samples/observability/README.md#{alert.ToLowerInvariant()})", readme, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Dashboard_EveryPanel_SaysWhatItShows_InAUnit()
    {
        var dashboard = new Dashboard();

        Assert.Equal(["Overview", "Delivery", "Match quality", "Consent and drops", "Capture cost"], dashboard.Rows);
        Assert.Equal(["DS", "pixel", "event"], dashboard.Variables);
        Assert.All(dashboard.Panels, panel =>
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)panel["description"]), (string?)panel["title"]);
            Assert.False(string.IsNullOrWhiteSpace((string?)panel["fieldConfig"]!["defaults"]!["unit"]), (string?)panel["title"]);
            Assert.Equal("${DS}", (string?)panel["datasource"]!["uid"]);
            Assert.NotEmpty(panel["targets"]!.AsArray());
        });
    }

    [ToolFact("prometheus", "prometheus")]
    public async Task Prometheus_AtAGateway_EachAlertFiresWithItsFault_AndEveryPanelShowsSomething()
    {
        await using var shop = await ObservedShop.StartAsync();
        await using var prometheus = await PrometheusServer.StartAsync(
            shop.Stack.Gateway.Admin.Authority, Yesterday.Write(ObservedShop.Busy, TimeProvider.System.GetUtcNow()));
        var alerts = new AlertWatch(prometheus, output);

        await ServeAsync(shop, prometheus, alerts);
        await FailAsync(shop, alerts);
        await RefuseAsync(shop, alerts);
        await BreakMetaAsync(shop, alerts);
        await KeepBackAsync(shop, alerts);
        await OverloadAsync(shop, alerts);
        await FillDiskAsync(shop, alerts);
        await ReviveAsync(shop, alerts);
        await CheckRulesAsync(prometheus);
        await CheckDashboardAsync(prometheus);
        await CheckFigureAsync(shop, prometheus);
        await shop.DisposeAsync();
        await alerts.ExpectAsync("ProxyCapiDown");

        Assert.Equal(ObservabilityFiles.Alerts.Except(NotInjected).Order(), alerts.Seen.Order());
    }

    /// <summary>An ordinary day: nothing fires but what compares today with yesterday, when the second pixel was busy.</summary>
    private static async Task ServeAsync(ObservedShop shop, PrometheusServer prometheus, AlertWatch alerts)
    {
        await shop.ServeAsync();
        await prometheus.WaitForDataAsync($"proxycapi_event_outcomes_total{{proxycapi_pixel=\"{ObservedShop.Busy}\", proxycapi_outcome=\"accepted\"}}");
        await shop.ServeAsync();
        await shop.ServeAsync();
        // Buyers, and those who ordered by the API; neither the reload nor the declined payment nor the one without consent was accepted.
        await prometheus.WaitForDataAsync("round(proxycapi:purchases_seen:increase1h{proxycapi_pixel=\"main\"}) >= 6");
        await prometheus.WaitForDataAsync("sum(proxycapi:purchases_ended:increase1h{proxycapi_pixel=\"main\", proxycapi_outcome=\"accepted\"}) > 0");
        await alerts.ExpectAsync("ProxyCapiCoverageDrop", ObservedShop.Busy);
        await alerts.ExpectOnlyAsync(("ProxyCapiCoverageDrop", ObservedShop.Busy));
    }

    /// <summary>A defect of ours, and a configuration that nobody can use.</summary>
    private static async Task FailAsync(ObservedShop shop, AlertWatch alerts)
    {
        shop.Outbox.IsBroken = true;
        await shop.OrderAsync(ObservedShop.Main);
        await alerts.ExpectAsync("ProxyCapiFailures");
        await alerts.ExpectAsync("ProxyCapiEventsLost", ObservedShop.Main);
        shop.Outbox.IsBroken = false;

        shop.Stack.Reconfigure("ProxyCapi:Graph:Version", "latest");
        await alerts.ExpectAsync("ProxyCapiConfigurationRefused");
        shop.Stack.Reconfigure("ProxyCapi:Graph:Version", "v26.0");
    }

    /// <summary>Meta refuses an event, and then the token.</summary>
    private static async Task RefuseAsync(ObservedShop shop, AlertWatch alerts)
    {
        // Alone in its batch, so that it is not split from others.
        await shop.Stack.SettleAsync();
        var (faults, tokens) = (shop.Stack.Emulator.Faults, shop.Stack.Emulator.Tokens);
        using (faults.Add(GraphFault.Error(400, 100, 2804003) with { Pixel = ObservedShop.IdOf(ObservedShop.Main), Count = 1 }))
        {
            await shop.OrderAsync(ObservedShop.Main);
            await alerts.ExpectAsync("ProxyCapiDeadLetters", ObservedShop.Main);
        }

        tokens.AllowOnly("another-token");
        await shop.OrderAsync(ObservedShop.Main);
        await alerts.ExpectAsync("ProxyCapiPixelOnHold", ObservedShop.Main);
        tokens.AllowOnly("another-token", ObservedShop.Token);
        shop.Stack.Reconfigure($"ProxyCapi:Pixels:{ObservedShop.Main}:AccessToken", "another-token");
    }

    /// <summary>Meta is out of order for the third pixel, whose events then find no room on the disk.</summary>
    private static async Task BreakMetaAsync(ObservedShop shop, AlertWatch alerts)
    {
        using (shop.Stack.Emulator.Faults.Add(GraphFault.Error(503, 2) with { Pixel = ObservedShop.IdOf(ObservedShop.Third) }))
        {
            await shop.OrderAsync(ObservedShop.Third, 4);
            await alerts.ExpectAsync("ProxyCapiMetaFailing", ObservedShop.Third);
            await alerts.ExpectAsync("ProxyCapiNothingAccepted", ObservedShop.Third);
            shop.Stack.Reconfigure("ProxyCapi:Delivery:MinFreeBytes", "1000000000000");
            await shop.OrderAsync(ObservedShop.Third, 2);
            await alerts.ExpectAsync("ProxyCapiEventsInMemory", ObservedShop.Third);
            await alerts.ExpectAsync("ProxyCapiDeliveryDelayed", ObservedShop.Third);
        }

        shop.Stack.Reconfigure("ProxyCapi:Delivery:MinFreeBytes", "0");
    }

    /// <summary>The second pixel's visitors say no, its rate limit is near, and its events have a key less than yesterday.</summary>
    private static async Task KeepBackAsync(ObservedShop shop, AlertWatch alerts)
    {
        await shop.OrderAsync(ObservedShop.Busy, 20, hasConsent: false);
        using (shop.Stack.Emulator.Faults.Add(GraphFault.WithHeaders(("X-App-Usage", """{"call_count":81,"total_cputime":5,"total_time":5}""")) with
        {
            Pixel = ObservedShop.IdOf(ObservedShop.Busy),
        }))
        {
            await shop.OrderAsync(ObservedShop.Busy, 40);
            await alerts.ExpectAsync("ProxyCapiRateLimitNear", ObservedShop.Busy);
        }

        await alerts.ExpectAsync("ProxyCapiPurchasesDropped", ObservedShop.Busy);
        await alerts.ExpectAsync("ProxyCapiMatchKeyLost", ObservedShop.Busy);
    }

    /// <summary>More pages come than are read.</summary>
    private static async Task OverloadAsync(ObservedShop shop, AlertWatch alerts)
    {
        // More than may be under way at once, and wait.
        const int Orders = 320;
        shop.Stack.Reconfigure("ProxyCapi:Capture:QueueLength", "16");
        shop.Processor.Hold();
        await shop.OrderAsync(ObservedShop.Main, Orders);
        await alerts.ExpectAsync("ProxyCapiShed");
        shop.Processor.LetGo();
    }

    /// <summary>Somebody else fills the disk.</summary>
    private static async Task FillDiskAsync(ObservedShop shop, AlertWatch alerts)
    {
        shop.Disk.Fill();
        await shop.OrderAsync(ObservedShop.Main, 40);
        await alerts.ExpectAsync("ProxyCapiStoreUnavailable");
        shop.Disk.Clear();
    }

    /// <summary>Everything is well again, and what the gateway shows of its state says so.</summary>
    private static async Task ReviveAsync(ObservedShop shop, AlertWatch alerts)
    {
        await shop.OrderAsync(ObservedShop.Busy);
        await alerts.ExpectEndAsync(
            "ProxyCapiPixelOnHold", "ProxyCapiMetaFailing", "ProxyCapiNothingAccepted", "ProxyCapiEventsInMemory", "ProxyCapiDeliveryDelayed", "ProxyCapiRateLimitNear",
            "ProxyCapiStoreUnavailable");
    }

    private static async Task CheckRulesAsync(PrometheusServer prometheus)
    {
        var rules = await prometheus.RulesAsync();

        Assert.All(rules, rule => Assert.Equal("", rule.Complaint));
        Assert.Equal(ObservabilityFiles.Alerts.Order(), rules.Select(rule => rule.Name).Where(name => !name.Contains(':', StringComparison.Ordinal)).Distinct().Order());
    }

    /// <summary>Every query gives a number at least, with the labels that its legend names; every variable has values.</summary>
    private async Task CheckDashboardAsync(PrometheusServer prometheus)
    {
        var dashboard = new Dashboard();
        var silent = new List<string>();
        foreach (var query in dashboard.Queries)
        {
            var samples = await prometheus.QueryAsync(query.Expression);
            if (!samples.Any(sample => double.IsFinite(sample.Value)) || !samples.All(sample => query.LegendLabels.All(sample.Labels.ContainsKey)))
            {
                silent.Add($"{query.Panel}: {query.Expression} gives {string.Join("; ", samples)}");
            }
        }

        foreach (var (metric, label) in dashboard.VariableQueries)
        {
            Assert.NotEmpty(await prometheus.ValuesAsync(metric, label));
        }

        output.WriteLine($"{dashboard.Queries.Count()} queries of {dashboard.Panels.Count()} panels");
        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }
    /// <summary>The figure at the top is Meta's: the first count of a series is in it. Prometheus extrapolates, in a run of seconds by some per cent.</summary>
    private async Task CheckFigureAsync(ObservedShop shop, PrometheusServer prometheus)
    {
        await shop.Stack.SettleAsync();
        var accepted = shop.Stack.Journal.Events.Count;
        var query = new Dashboard().Queries.First(query => query.Panel == "Accepted by Meta").Expression;
        await prometheus.WaitForDataAsync($"sum(proxycapi_event_outcomes_total{{proxycapi_outcome=\"accepted\"}}) == {accepted}");
        var shown = Assert.Single(await prometheus.QueryAsync(query)).Value;
        output.WriteLine($"{accepted} events accepted, {shown:F1} on the dashboard");
        Assert.InRange(shown, accepted, accepted * 1.1);
    }
}
