using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class OptionsBindingFailureTests
{
    [Theory]
    [InlineData("Rulse:purchase:Event", "ProxyCapi:Rulse", "Did you mean 'Rules'? Known keys here: Mode, DataDirectory, Pixels,")]
    [InlineData("Rules:purchase:Mtach:Path", "ProxyCapi:Rules:purchase:Mtach", "Did you mean 'Match'? Known keys here: Enabled, Event,")]
    [InlineData("Rules:purchase:EventName", "ProxyCapi:Rules:purchase:EventName", "Did you mean 'Event'?")]
    [InlineData("Rules:purchase:Path", "ProxyCapi:Rules:purchase:Path", "Did you mean 'Match:Path'?")]
    [InlineData("Rules:purchase:Match:Metods", "ProxyCapi:Rules:purchase:Match:Metods", "Did you mean 'Methods'?")]
    [InlineData("Pixels:main:Acess_Token", "ProxyCapi:Pixels:main:Acess_Token", "Did you mean 'AccessToken'?")]
    [InlineData("Pixels:main:Idd", "ProxyCapi:Pixels:main:Idd", "Did you mean 'Id'?")]
    [InlineData("BatchSize", "ProxyCapi:BatchSize", "Did you mean 'Delivery:BatchSize'?")]
    [InlineData("Graph:Colour", "ProxyCapi:Graph:Colour", "Known keys here: BaseAddress, Version, Timeout.")]
    [InlineData("Journeys:Required", "ProxyCapi:Journeys:Required", "No key is known here yet: remove it.")]
    public void Bind_UnknownKey_IsAFailureWithACure(string key, string path, string cure)
    {
        var failure = Assert.Single(TestConfiguration.Bind(TestConfiguration.GoodWith((key, "text"))).Binding.Failures);

        Assert.Equal(path, failure.Path);
        Assert.Equal("is not a key that is known here.", failure.Problem);
        Assert.StartsWith(cure, failure.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mode", "Alive", "'Alive' cannot be read.", "Write Live or Shadow or Off.")]
    [InlineData("Mode", "1", "'1' cannot be read.", "Write Live or Shadow or Off.")]
    [InlineData("Mode", "Live,Off", "'Live,Off' cannot be read.", "Write Live or Shadow or Off.")]
    [InlineData("Delivery:BatchSize", "many", "'many' cannot be read.", "Write a whole number.")]
    [InlineData("Delivery:BatchSize", "", "'' cannot be read.", "Write a whole number.")]
    [InlineData("Delivery:BatchSize", "99999999999", "'99999999999' cannot be read.", "Write a whole number.")]
    [InlineData("Capture:QueueBytes", "64 MB", "'64 MB' cannot be read.", "Write a whole number.")]
    [InlineData("Discovery:Enabled", "yes", "'yes' cannot be read.", "Write true or false.")]
    [InlineData("Graph:Timeout", "30", "'30' cannot be read.", "Write a time as")]
    [InlineData("Graph:Timeout", "30s", "'30s' cannot be read.", "Write a time as")]
    [InlineData("Graph:Version:Major", "26", "takes a single value.", "Write a text.", "Graph:Version")]
    [InlineData("Rules:r:UserData:em:Each", "x", "takes a single value.", "Write a text.", "Rules:r:UserData:em")]
    [InlineData("Rules:r:Match", "/thanks", "takes keys of its own, not a single value.", "Known keys here: Path, Methods,")]
    [InlineData("Rules", "purchase", "takes entries by name, not a single value.", "Write an object")]
    [InlineData("Rules:r:When:first", "css:#ok", "is a name in a list.", "Write a list in brackets")]
    [InlineData("Rules:r:When:0:Each", "css:#ok", "is not a text.", "Write a text for each entry", "Rules:r:When:0")]
    public void Bind_ValueThatCannotBeRead_IsAFailureWithACure(string key, string value, string problem, string cure, string? at = null)
    {
        var failure = Assert.Single(TestConfiguration.Bind(TestConfiguration.GoodWith((key, value))).Binding.Failures);

        Assert.Equal($"ProxyCapi:{at ?? key}", failure.Path);
        Assert.Equal(problem, failure.Problem);
        Assert.StartsWith(cure, failure.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Match:Hosts", "Match:Hosts:0")]
    [InlineData("CustomData:contents", "CustomData:contents:Each")]
    public void Bind_TwoShapesFromTwoSources_IsAFailure(string text, string entry)
    {
        var failure = Assert.Single(TestConfiguration.Bind(TestConfiguration.RuleWith((text, "a.example"), (entry, "b.example"))).Binding.Failures);

        Assert.Equal($"ProxyCapi:Rules:purchase:{text}", failure.Path);
        Assert.Contains("two sources", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_KeyMisspelt_ReportsTheSpellingAndNotItsConsequences()
    {
        var failures = TestConfiguration.Failures(TestConfiguration.Json("""
            { "ProxyCapi": {
              "Pixels": { "main": { "Idd": "123", "AccesToken": "EAAsecretToken123" } },
              "Rules": { "purchase": { "Evnt": "Purchase", "Mtach": { "Path": "/thanks" } } } } }
            """));

        Assert.Equal(
            ["ProxyCapi:Pixels:main:AccesToken", "ProxyCapi:Pixels:main:Idd", "ProxyCapi:Rules:purchase:Evnt", "ProxyCapi:Rules:purchase:Mtach"],
            failures.Select(failure => failure.Path));
    }

    [Fact]
    public void Compile_TwelveErrors_GivesTwelveFailures()
    {
        var failures = TestConfiguration.Failures(TestConfiguration.Json("""
            { "ProxyCapi": {
              "Mode": "Alive",
              "DataDirectory": " ",
              "Pixels": { "main": { "Id": "12x", "Hosts": "https://shop.example" } },
              "Graph": { "Version": "26", "BaseAddress": "http://graph.example", "Timout": "00:00:10" },
              "Rules": { "purchase": {
                "Event": "purchase",
                "Match": { "Path": "/thanks" },
                "Pixels": ["mian"],
                "ActionSource": "web",
                "UserData": { "email": "{form:email}" } } } } }
            """));

        Assert.Equal(
            [
                "ProxyCapi:DataDirectory",
                "ProxyCapi:Graph:BaseAddress",
                "ProxyCapi:Graph:Timout",
                "ProxyCapi:Graph:Version",
                "ProxyCapi:Mode",
                "ProxyCapi:Pixels:main:AccessToken",
                "ProxyCapi:Pixels:main:Hosts",
                "ProxyCapi:Pixels:main:Id",
                "ProxyCapi:Rules:purchase:ActionSource",
                "ProxyCapi:Rules:purchase:Event",
                "ProxyCapi:Rules:purchase:Pixels:0",
                "ProxyCapi:Rules:purchase:UserData:email",
            ],
            failures.Select(failure => failure.Path));
        Assert.All(failures, failure => Assert.False(string.IsNullOrWhiteSpace(failure.Problem) || string.IsNullOrWhiteSpace(failure.Cure)));
    }

    [Theory]
    [InlineData("AccessToken")]
    [InlineData("AcessToken")]
    [InlineData("AppSecret")]
    [InlineData("Id")]
    [InlineData("TestEventCode")]
    [InlineData("AccessToken:Value")]
    [InlineData("")]
    public void Compile_SecretInABadPlace_IsNotShown(string key)
    {
        const string Secret = "EAAverySecret value";
        var path = $"Pixels:main{(key.Length > 0 ? ":" : "")}{key}";

        var failures = TestConfiguration.Failures(TestConfiguration.GoodWith((path, Secret)));

        Assert.NotEmpty(failures);
        Assert.DoesNotContain("verySecret", ConfigurationFailure.List(failures), StringComparison.Ordinal);
        Assert.DoesNotContain("verySecret", new ProxyCapiConfigurationException(failures).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Graph:BaseAddress", "https://user:verySecret@graph.example")]
    [InlineData("Graph:BaseAddress", "https://graph.example/?access_token=verySecret")]
    [InlineData("Graph:Version", "verySecret")]
    [InlineData("Admin:Url", "http://user:verySecret@127.0.0.1:1")]
    public void Compile_SecretInAnAddress_IsNotShown(string key, string value)
    {
        var failure = Assert.Single(TestConfiguration.Failures(TestConfiguration.GoodWith((key, value))));

        Assert.DoesNotContain("verySecret", failure.ToString(), StringComparison.Ordinal);
    }
}
