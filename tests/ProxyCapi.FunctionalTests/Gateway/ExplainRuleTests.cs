using System.Globalization;
using System.Text.Json.Nodes;
using ProxyCapi.FunctionalTests.Pages;
using ProxyCapi.Gateway.CommandLine;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary><c>explain --rule</c>: the rule that it writes, put into the configuration, reads the same from the same page with discovery switched off.</summary>
public sealed class ExplainRuleTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    /// <summary>The pages, with what their rules pin. An event id that the page does not say is derived from the order, as always.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "pages/01-fbq-purchase", "value currency order_id event_id" },
        { "pages/03-datalayer-ga4", "value currency order_id" },
        { "pages/04-gtag-purchase-latin1", "value currency order_id" },
        { "pages/05-jsonld-order", "value currency order_id" },
        { "pages/06-microdata-order", "value currency order_id" },
        { "pages/08-json-api-201", "value currency order_id" },
        { "shops/101-woo-pixelyoursite-windows1250", "value currency order_id event_id" },
        { "shops/120-magento-gtag", "value currency order_id" },
        { "shops/141-shopware", "value currency order_id" },
        { "shops/142-odoo", "value currency order_id" },
        { "shops/148-next-page-state", "value currency order_id" },
        { "shops/160-ua-enhanced-shiftjis", "value currency order_id" },
        { "shops/190-medusa-complete", "value currency order_id" },
        { "shops/221-view-content", "value currency" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Rule_OfAPage_ReadsTheSameWithoutDiscovery(string page, string pinned)
    {
        var folder = Path.Combine([Fixtures, .. page.Split('/')]);
        var found = await PlayAsync(PageCase.Read(folder));
        var told = JsonNode.Parse(await ExplainAsync(folder, "--rule", "--json"))!;

        using var file = new TemporaryRules(told["rule"]!.AsObject());
        var ruled = await PlayAsync(PageCase.Read(folder) with { RulesFile = file.Path });

        Assert.Equal(Print(found, pinned), Print(ruled, pinned));
    }

    [Fact]
    public async Task Rule_ForPeople_StandsBelowTheReadingWithWhatItLeavesOpen()
    {
        var text = await ExplainAsync(Path.Combine(Fixtures, "pages", "01-fbq-purchase"), "--rule");

        Assert.Contains("A Purchase would be sent.", text, StringComparison.Ordinal);
        Assert.Contains("\"Path\": \"/order/{order_id}/thank-you\"", text, StringComparison.Ordinal);
        Assert.Contains("left to discovery", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_OfAPageWithoutAnOrder_IsNone()
    {
        var text = await ExplainAsync(Path.Combine(Fixtures, "pages", "12-not-live-code"), "--rule");

        Assert.Contains("There is nothing that a rule could pin.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_OfAnyPage_NamesNothingOfTheBuyer()
    {
        var text = await ExplainAsync(Path.Combine(Fixtures, "pages", "03-datalayer-ga4"), "--rule");

        Assert.DoesNotContain("Vogel", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("04109", text, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> PlayAsync(PageCase page)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var replay = await PageReplay.StartAsync([page]);
        return Assert.Single((await replay.PlayAsync(page, patience.Token)).Events);
    }

    private static string Print(JsonObject sent, string keys) => string.Join('\n', keys.Split(' ').Select(key => $"{key} {Text(key == "event_id" ? sent[key] : sent["custom_data"]?[key])}"));

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<decimal>(out var number) ? number.ToString("0.00", CultureInfo.InvariantCulture) : node?.ToString();

    private static async Task<string> ExplainAsync(string folder, params string[] more)
    {
        var request = PageCase.Read(folder).Request;
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        await GatewayCommandLine.InvokeAsync(
            ["explain", "--page", Path.Combine(folder, "response-body"), "--url", $"https://{request.Header("Host")}{request.StartLine.Split(' ')[1]}", "--request", Path.Combine(folder, "request.txt"), .. more],
            output, error);
        Assert.Equal("", error.ToString());
        return output.ToString();
    }

    /// <summary>The rule as a configuration file, with discovery off so that only the rule can speak.</summary>
    private sealed class TemporaryRules : IDisposable
    {
        public TemporaryRules(JsonObject rule)
        {
            rule["ProxyCapi"]!["Discovery"] = new JsonObject { ["Enabled"] = false };
            File.WriteAllText(Path, rule.ToJsonString());
        }

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".json");

        public void Dispose() => File.Delete(Path);
    }
}
