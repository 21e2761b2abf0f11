using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Extraction;

public class RuleReaderCompilerTests
{
    [Fact]
    public void Create_SeveralMistakes_AreAllToldWithTheirPaths()
    {
        var failures = Reading.Failures(new RuleOptions
        {
            Event = "Purchase",
            EventId = "{nothing}",
            EventSourceUrl = "{url",
            When = ["css:.ok", "csss:.x"],
            Unless = ["path ~ '('"],
            CustomData =
            {
                ["value"] = "{css:b|mony}",
                ["contents"] = new RuleField { Each = "css:tr[", Where = ["css:@x >"], Fields = { ["id"] = "{csss:a}" } },
            },
            UserData = { ["em"] = "{form:}" },
        });

        Assert.Equal(
            [
                "Rules:purchase:CustomData:contents:Each", "Rules:purchase:CustomData:contents:Where:0", "Rules:purchase:CustomData:contents:id", "Rules:purchase:CustomData:value",
                "Rules:purchase:EventId", "Rules:purchase:EventSourceUrl", "Rules:purchase:Unless:0", "Rules:purchase:UserData:em", "Rules:purchase:When:1",
            ],
            failures.Select(failure => failure.Path).Order(StringComparer.Ordinal));
        Assert.All(failures, failure => Assert.NotEmpty(failure.Cure));
    }

    [Theory]
    [InlineData("{order_id}", null)]
    [InlineData("{content_name}", "{order_id}")]
    public void Create_FieldThatNeedsItself_IsRefused(string orderId, string? contentName)
    {
        var options = new RuleOptions { Event = "Purchase", CustomData = { ["order_id"] = orderId } };
        if (contentName is not null)
        {
            options.CustomData["content_name"] = contentName;
        }

        Assert.Contains(Reading.Failures(options), failure => failure.Path == "Rules:purchase:CustomData:order_id");
    }

    [Fact]
    public void Create_ListWithoutFields_IsRefused() =>
        Assert.Equal("Rules:purchase:CustomData:contents", Assert.Single(Reading.Failures(new RuleOptions { Event = "Purchase", CustomData = { ["contents"] = new RuleField { Each = "css:tr" } } })).Path);

    [Fact]
    public void Create_RouteThatThePathHasNot_NamesThoseItHas() =>
        Assert.Contains("slug", Assert.Single(Reading.Failures(new RuleOptions { Event = "Purchase", EventId = "{route:id}" }, "slug")).Cure, StringComparison.Ordinal);
}
