using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Tests.Configuration;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions.Consent;

/// <summary>What consent and noise make of a conversion.</summary>
public sealed class ConsentEventTests : IDisposable
{
    private readonly ConversionHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData(ConsentMode.NotRequired, "", null)]
    [InlineData(ConsentMode.NotRequired, "cmplz_marketing=deny", "ConsentDenied")]
    [InlineData(ConsentMode.NotRequired, "cmplz_marketing=allow; wc_facebook_signals_state=held", "ConsentDenied")]
    [InlineData(ConsentMode.Required, "", "ConsentUnknown")]
    [InlineData(ConsentMode.Required, "cmplz_marketing=maybe", "ConsentUnknown")]
    [InlineData(ConsentMode.Required, "cmplz_marketing=allow", null)]
    public async Task Create_WithAnAnswer_MakesAnEventOrSaysWhyNot(ConsentMode mode, string cookies, string? refusal) =>
        Assert.Equal(refusal, await RefusalAsync(options => options.Consent.Mode = mode, ("Cookie", cookies)));

    [Fact]
    public async Task Create_SourcesInOrder_TheFirstAnswerDecides() => Assert.Null(await RefusalAsync(
        options => options.Consent.Sources = ["Complianz", "WooCommerce"], ("Cookie", "cmplz_marketing=allow; wc_facebook_signals_state=held")));

    [Theory]
    [InlineData("choice=ads%3A1", null)]
    [InlineData("choice=ads%3A0", "ConsentDenied")]
    [InlineData("choice=x", "ConsentUnknown")]
    [InlineData("choice=ads%3A1; choice=ads%3A0", "ConsentDenied")]
    public async Task Create_AnyBanner_IsReadByItsPatterns(string cookies, string? refusal) => Assert.Equal(refusal, await RefusalAsync(
        options =>
        {
            options.Consent.Mode = ConsentMode.Required;
            options.Consent.Cookies["mine"] = new() { Name = "choice", Granted = ["*ads:1*"], Denied = ["*ads:0*"] };
        },
        ("Cookie", cookies)));

    [Theory]
    [InlineData(OptOutTreatment.Deny, ConsentMode.NotRequired, "ConsentDenied")]
    [InlineData(OptOutTreatment.Ignore, ConsentMode.NotRequired, null)]
    [InlineData(OptOutTreatment.LimitedDataUse, ConsentMode.Required, "ConsentUnknown")]
    public async Task Create_GlobalPrivacyControl_IsTreatedAsConfigured(OptOutTreatment treatment, ConsentMode mode, string? refusal) => Assert.Equal(refusal, await RefusalAsync(
        options => (options.Consent.GlobalPrivacyControl, options.Consent.Mode) = (treatment, mode), ("Sec-GPC", "1")));

    [Fact]
    public async Task Create_GlobalPrivacyControl_LimitsTheEvent()
    {
        var sent = await _harness.EventAsync(ConversionHarness.Purchase(), new TestExchange { RequestHeaders = [("Sec-GPC", "1")] });

        Assert.Equal("""["LDU"]""", sent["data_processing_options"]!.ToJsonString());
        Assert.Equal((0, 0), ((int)sent["data_processing_options_country"]!, (int)sent["data_processing_options_state"]!));
    }

    [Theory]
    [InlineData(1, 1000, 1, 1000)]
    [InlineData(1, 9, 0, 0)]
    public async Task Create_PageThatLimitsItsPixel_LimitsTheEvent(int country, int state, int sentCountry, int sentState)
    {
        var purchase = ConversionHarness.Purchase();
        purchase.DataUse = new(country, state);

        var sent = await _harness.EventAsync(purchase, new TestExchange());

        Assert.Equal("""["LDU"]""", sent["data_processing_options"]!.ToJsonString());
        Assert.Equal((sentCountry, sentState), ((int)sent["data_processing_options_country"]!, (int)sent["data_processing_options_state"]!));
    }

    [Theory]
    [InlineData("Lead", "Mozilla/5.0 (compatible; Googlebot/2.1)", "Bot")]
    [InlineData("Lead", "", "NoUserAgent")]
    [InlineData("Lead", "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/120", null)]
    [InlineData("Purchase", "Mozilla/5.0 (compatible; Googlebot/2.1)", null)]
    [InlineData("Purchase", "", null)]
    public async Task Create_OfACrawler_MakesNoEventButAPurchase(string name, string agent, string? refusal) =>
        Assert.Equal(refusal, await RefusalAsync(_ => { }, ("User-Agent", agent), name));

    [Theory]
    [InlineData("203.0.113.0/24", "/nothing", "Network")]
    [InlineData("198.51.100.1", "/thanks/*", "Path")]
    [InlineData("198.51.100.1", "/thanks", null)]
    public async Task Create_OfAConfiguredNetworkOrPath_MakesNoEvent(string network, string path, string? refusal) => Assert.Equal(refusal, await RefusalAsync(
        options => (options.Noise.Networks, options.Noise.Paths) = ([network], [path]), ("User-Agent", "Mozilla/5.0")));

    [Theory]
    [InlineData("Consent:Sources:0", "OneTrsut", "ProxyCapi:Consent:Sources:0", "OneTrust")]
    [InlineData("Consent:LimitedDataUseState", "1000", "ProxyCapi:Consent:LimitedDataUseState", "LimitedDataUseCountry")]
    [InlineData("Consent:LimitedDataUseCountry", "1", "ProxyCapi:Consent:LimitedDataUseState", "1013")]
    [InlineData("Consent:TcfPurposes:0", "12", "ProxyCapi:Consent:TcfPurposes:0", "11")]
    [InlineData("Consent:Cookies:mine:Granted:0", "yes", "ProxyCapi:Consent:Cookies:mine:Name", "name")]
    [InlineData("Noise:Networks:0", "10", "ProxyCapi:Noise:Networks:0", "10.0.0.0/8")]
    [InlineData("Noise:Paths:0", "/*", "ProxyCapi:Noise:Paths:0", "Mode: Off")]
    [InlineData("Identity:PrivateQueryKeys:0", "a=b", "ProxyCapi:Identity:PrivateQueryKeys:0", "customer_ref")]
    public void Compile_BadOption_NamesThePathAndTheCure(string key, string value, string path, string cure)
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith((key, value))));

        Assert.Equal(path, failure.Path);
        Assert.Contains(cure, failure.Cure, StringComparison.Ordinal);
    }

    private async Task<string?> RefusalAsync(Action<ProxyCapiOptions> configure, (string, string) header, string name = "Purchase")
    {
        var pixels = ConversionHarness.RuleSet(("main", []));
        configure(pixels.Options);
        var purchase = ConversionHarness.Purchase();
        var conversion = name == "Purchase" ? purchase : new Conversion { EventName = name, Source = "lead" };
        conversion.UserData["em"] = ["a@b.example"];
        var result = Assert.Single(await _harness.CreateAsync(conversion, new TestExchange { RequestHeaders = [header] }, pixels));
        return result.Item is null ? result.Reason.ToString() : null;
    }
}
