using QuickStart;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>The sample that a newcomer runs first.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task Once_EndsWithZeroAndAReadableTable()
    {
        using var output = new StringWriter();

        var exitCode = await QuickStartRun.RunAsync(Addresses.Any, once: true, output, CancellationToken.None);

        Assert.True(exitCode == 0, output.ToString());
        Assert.Contains("Exactly the right event arrived.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1322.50", output.ToString(), StringComparison.Ordinal);
    }
}
