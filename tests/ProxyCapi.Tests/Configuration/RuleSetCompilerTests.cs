using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class RuleSetCompilerTests
{
    [Fact]
    public void Compile_Pixels_AreReadyToUse()
    {
        var pixels = TestConfiguration.Compile(TestConfiguration.GoodWith(
            ("Pixels:main:TestEventCode", ""), ("Pixels:main:Hosts", "*.shop.example"), ("Pixels:other:Id", "9"), ("Pixels:other:AccessToken", "t"))).RuleSet!.Pixels;

        Assert.Equal(2, pixels.Count);
        var main = pixels["MAIN"];
        Assert.Equal(("main", "123", TestConfiguration.Token, null, null), (main.Name, main.Id, main.AccessToken, main.AppSecret, main.TestEventCode));
        Assert.True(main.Hosts.IsMatch("www.shop.example"));
        Assert.False(main.Hosts.IsMatch("elsewhere.example"));
        Assert.True(pixels["other"].Hosts.IsAny);
    }

    [Fact]
    public void Compile_Rules_KeepTheirNameEventAndEnrich()
    {
        var rules = TestConfiguration.Compile(TestConfiguration.RuleWith(("Enrich", "true"))).RuleSet!.Rules;

        var rule = Assert.Single(rules);
        Assert.Equal(("purchase", "Purchase", true), (rule.Name, rule.EventName, rule.Enrich));
    }

    [Fact]
    public void Compile_DisabledRule_IsCheckedButNotInForce()
    {
        Assert.Empty(TestConfiguration.Compile(TestConfiguration.RuleWith(("Enabled", "false"))).RuleSet!.Rules);
        Assert.Equal(
            "ProxyCapi:Rules:purchase:ActionSource",
            Assert.Single(TestConfiguration.Failures(TestConfiguration.RuleWith(("Enabled", "false"), ("ActionSource", "nowhere")))).Path);
    }

    [Fact]
    public void Compile_ModeOff_HasNoRulesInForce()
    {
        var options = TestConfiguration.Bind(TestConfiguration.RuleWith());
        options.Mode = ProxyCapiMode.Off;

        var ruleSet = TestConfiguration.Compile(options).RuleSet!;

        Assert.Equal(ProxyCapiMode.Off, ruleSet.Mode);
        Assert.Empty(ruleSet.Rules);
    }

    [Fact]
    public void Compile_NoEventsForDiscovery_AreTheDefault() => Assert.Equal(
        ["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"],
        TestConfiguration.Compile(TestConfiguration.GoodWith()).RuleSet!.Options.Discovery.Events);

    [Fact]
    public void Compile_RuleThatCannotCompile_AddsItsFailuresToTheOthers()
    {
        var options = TestConfiguration.Bind(TestConfiguration.RuleWith(("Event", "purchase"), ("When", "css:("), ("Enabled", "false")));
        var seen = new List<(string Name, string Path)>();

        var result = TestConfiguration.Compile(options, (name, rule, path, failures) =>
        {
            seen.Add((name, path));
            failures.Add(new($"{path}:Match:Path", "It is no pattern.", "Write one."));
            failures.Add(new($"{path}:When:0", "It is no selector.", "Write one."));
            failures.Add(new($"{path}:When:0", "It has no end.", "Close it."));
            failures.Add(new($"{path}:Event", "Said before.", "By the validator."));
            return null!;
        });

        Assert.False(result.IsGood);
        Assert.Equal([("purchase", "ProxyCapi:Rules:purchase")], seen);
        Assert.Equal(
            [
                ("ProxyCapi:Rules:purchase:Event", "'purchase' would be a custom event: Meta's names are case-sensitive."),
                ("ProxyCapi:Rules:purchase:Match:Path", "It is no pattern."),
                ("ProxyCapi:Rules:purchase:When", "It is no selector."),
                ("ProxyCapi:Rules:purchase:When", "It has no end."),
            ],
            result.Failures.Select(failure => (failure.Path, failure.Problem)));
    }

    [Fact]
    public void Exception_Message_HasOneFailureALine()
    {
        var exception = new ProxyCapiConfigurationException([new("A:B", "It is bad.", "Make it good."), new("A:C", "It is worse.", "Remove it.")]);

        Assert.Equal(
            ["The configuration of ProxyCapi cannot be used (2 to correct):", "A:B: It is bad. Make it good.", "A:C: It is worse. Remove it."],
            exception.Message.Split(Environment.NewLine));
        Assert.Equal(["A:B: It is bad. Make it good.", "A:C: It is worse. Remove it."], exception.Failures);
    }
}
