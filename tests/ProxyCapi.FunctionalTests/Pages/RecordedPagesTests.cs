using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>The recorded exchanges that need a rule, through the real gateway: right events out, bytes unchanged.</summary>
public sealed class RecordedPagesTests(ITestOutputHelper output)
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    [Theory]
    [InlineData("07-selectors-german")]
    [InlineData("08-json-api-201")]
    [InlineData("09-checkout-form-post")]
    [InlineData("11-lead-form")]
    public async Task RecordedExchange_WithARuleInAppsettings_GivesTheExpectedEventsAndTheSameBytes(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var page = PageCase.Read(Path.Combine(Fixtures, "pages", name), Path.Combine(Fixtures, "rules", name + ".json"));
        await using var replay = await PageReplay.StartAsync([page]);

        var (answer, events) = await replay.PlayAsync(page, patience.Token);

        foreach (var sent in events)
        {
            output.WriteLine(sent.ToJsonString());
        }

        Assert.Empty(new PageVerdict(page, events).Problems);
        AssertUnchanged(page.Response, answer);
    }

    private static void AssertUnchanged(RecordedMessage recorded, RecordedMessage answer)
    {
        Assert.Equal(recorded.StartLine, answer.StartLine);
        Assert.Equal(recorded.Body, answer.Body);
        foreach (var (name, value) in recorded.Headers)
        {
            Assert.Equal(value, answer.Header(name));
        }

        // The proxy's server must date an answer that has no date (RFC 9110 section 6.6.1); nothing else may be new.
        Assert.Empty(answer.Headers.Select(header => header.Key).Except([.. recorded.Headers.Select(header => header.Key), "Date"], StringComparer.OrdinalIgnoreCase));
    }
}
