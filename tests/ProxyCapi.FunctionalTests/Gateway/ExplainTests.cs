using System.Text.Json.Nodes;
using ProxyCapi.FunctionalTests.Pages;
using ProxyCapi.Gateway.CommandLine;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary><c>explain</c> on the recorded pages, as somebody calls it whose shop it is.</summary>
public sealed class ExplainTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures", "pages");

    [Theory]
    [InlineData("01-fbq-purchase", "A Purchase would be sent.", "order-7001", "fbq track Purchase", "Not counted: script 3: fbq Purchase")]
    [InlineData("03-datalayer-ga4", "A Purchase would be sent.", "dataLayer")]
    [InlineData("04-gtag-purchase-latin1", "A Purchase would be sent.", "VR-881", "gtag purchase", "made by ProxyCapi")]
    [InlineData("05-jsonld-order", "A Purchase would be sent.", "JSON-LD")]
    [InlineData("06-microdata-order", "A Purchase would be sent.", "microdata")]
    public async Task Explain_APageWithAnOrder_SaysWhatWouldBeSentAndWhereItStands(string page, params string[] said)
    {
        var (code, text) = await ExplainAsync(page);

        Assert.Equal(ExitCode.Success, code);
        Assert.All(said, part => Assert.Contains(part, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Explain_APageWhoseScriptsDoNotRun_SaysWhyNothingWouldBeSent()
    {
        var (code, text) = await ExplainAsync("12-not-live-code");

        Assert.Equal(ExitCode.NothingFound, code);
        Assert.StartsWith("Nothing would be sent", text, StringComparison.Ordinal);
        Assert.Contains("Not counted", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_AsJson_HasTheEventWithTheOriginOfEachField()
    {
        var (code, text) = await ExplainAsync("01-fbq-purchase", "--json");

        Assert.Equal(ExitCode.Success, code);
        var told = JsonNode.Parse(text)!;
        Assert.Contains("84.90", told.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("fbq track Purchase", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_APageView_SaysThatItIsSeenAndNotSent()
    {
        var (_, text) = await ExplainAsync("01-fbq-purchase");

        Assert.Contains("Not counted: fbq track PageView: PageView is not in ProxyCapi:Discovery:Events.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("175-no-currency", ExitCode.NothingFound, "No Purchase would be sent: the page does not say in which currency it is.")]
    [InlineData("174-sum-of-items", ExitCode.Success, "the sum of the lines")]
    public async Task Explain_APurchaseWithoutAnAmountOrACurrency_SaysWhatItLacksOrHowItIsMade(string page, int expected, string said)
    {
        var (code, text) = await ExplainAsync(Path.Combine("..", "shops", page));

        Assert.Equal(expected, code);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ARuleThatFits_SaysWhichConditionsAreMetAndWhatItReads()
    {
        var (code, text) = await ExplainAsync("01-fbq-purchase", [.. Rule("css:body"), "--ProxyCapi:Rules:mine:UserData:em={'buyer@mail.example'}"]);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("The rule 'mine' fits this address; it reads a Purchase.", text, StringComparison.Ordinal);
        Assert.Contains("met:     css:body", text, StringComparison.Ordinal);
        Assert.Contains("(nothing)", text, StringComparison.Ordinal);
        Assert.Contains("{css:.no-such-element}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("│ buyer@mail.example", text, StringComparison.Ordinal);
        Assert.Contains("The rule 'mine' sends the Purchase.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ARuleWhoseConditionIsNotMet_SaysThatThePurchaseDoesNotCount()
    {
        var (code, text) = await ExplainAsync("01-fbq-purchase", Rule("css:.paid"));

        Assert.Equal(ExitCode.NothingFound, code);
        Assert.Contains("not met: css:.paid", text, StringComparison.Ordinal);
        Assert.Contains("No Purchase would be sent", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ARuleThatIsWrong_SaysWhatToWrite()
    {
        var (_, text) = await ExplainAsync("01-fbq-purchase", Rule("cs:.paid"));

        Assert.Contains("The rule 'mine' cannot be used as it is written:", text, StringComparison.Ordinal);
        Assert.Contains("There is no source 'cs'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ARuleForAnotherAddress_IsNotSpokenOf()
    {
        var (_, text) = await ExplainAsync("03-datalayer-ga4", Rule("css:body"));

        Assert.DoesNotContain("mine", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_WithDiscoveryOff_SaysThatOnlyRulesCount()
    {
        var (code, text) = await ExplainAsync("01-fbq-purchase", "--ProxyCapi:Discovery:Enabled=false");

        Assert.Equal(ExitCode.NothingFound, code);
        Assert.Contains("only rules count", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ARuleAsJson_HasItsConditionsAndFields()
    {
        var (_, text) = await ExplainAsync("01-fbq-purchase", [.. Rule("css:body"), "--json"]);

        var rule = Assert.Single(JsonNode.Parse(text)!["rules"]!.AsArray())!;
        Assert.Equal("css:body", rule["conditions"]![0]!["text"]!.GetValue<string>());
        Assert.Equal("7001", rule["readings"]![0]![0]!["value"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("163-consent-script-held", ExitCode.NothingFound)]
    [InlineData("164-consent-script-agreed", ExitCode.Success)]
    public async Task Explain_AScriptThatAConsentToolHoldsBack_CountsIfTheRequestsCookieSaysYes(string page, int expected)
    {
        var folder = Path.Combine(Fixtures, "..", "shops", page);
        var read = PageCase.Read(folder);

        var code = await GatewayCommandLine.InvokeAsync(
            [
                "explain", "--page", Path.Combine(folder, "response-body"), "--url", $"https://{read.Request.Header("Host")}{read.Request.StartLine.Split(' ')[1]}",
                "--request", Path.Combine(folder, "request.txt"),
            ],
            TextWriter.Null, TextWriter.Null);

        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task Explain_APageOfNothingButStartTags_SaysThatItIsNotRead()
    {
        var page = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(page, "<p title='Purchase'>" + string.Concat(Enumerable.Repeat("<div>", 5000)));
        try
        {
            await using var output = new StringWriter();

            var code = await GatewayCommandLine.InvokeAsync(["explain", "--page", page, "--url", "https://shop.example/"], output, TextWriter.Null);

            Assert.Equal(ExitCode.NothingFound, code);
            Assert.Contains("inside one another", output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Fact]
    public async Task Explain_Help_IsAboutExplain()
    {
        await using var output = new StringWriter();

        await GatewayCommandLine.InvokeAsync(["explain", "--help"], output, TextWriter.Null);

        Assert.Contains("explain --page", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("outbox list", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/thank-you", "Write the whole of it")]
    [InlineData("ftp://shop.example/", "Write the whole of it")]
    public async Task Explain_AnAddressThatIsNone_SaysWhatToWrite(string url, string cure)
    {
        await using var error = new StringWriter();

        var code = await GatewayCommandLine.InvokeAsync(["explain", "--page", Path.Combine(Fixtures, "01-fbq-purchase", "response-body"), "--url", url], TextWriter.Null, error);

        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains(cure, error.ToString(), StringComparison.Ordinal);
    }

    private static string[] Rule(string condition) =>
    [
        "--ProxyCapi:Rules:mine:Event=Purchase", "--ProxyCapi:Rules:mine:Match:Path=/order/{order_id}/thank-you", $"--ProxyCapi:Rules:mine:When:0={condition}",
        "--ProxyCapi:Rules:mine:CustomData:order_id={route:order_id}", "--ProxyCapi:Rules:mine:CustomData:value={css:.no-such-element}",
    ];

    private static async Task<(int Code, string Text)> ExplainAsync(string page, params string[] more)
    {
        var folder = Path.Combine(Fixtures, page);
        var read = PageCase.Read(folder);
        var url = $"https://{read.Request.Header("Host")}{read.Request.StartLine.Split(' ')[1]}";
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await GatewayCommandLine.InvokeAsync(["explain", "--page", Path.Combine(folder, "response-body"), "--url", url, .. more], output, error);
        Assert.Equal("", error.ToString());
        return (code, output.ToString());
    }
}
