using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Capture;

public class ResponseGateTests
{
    [Theory]
    [InlineData(200, "text/html", "Converted")]
    [InlineData(201, "Application/JSON; charset=utf-8", "Converted")]
    [InlineData(202, "application/vnd.api+json", "Converted")]
    [InlineData(207, "application/xhtml+xml ; a=b", "Converted")]
    [InlineData(203, "text/html", "Status")]
    [InlineData(204, "text/html", "Status")]
    [InlineData(206, "text/html", "Status")]
    [InlineData(302, "text/html", "Status")]
    [InlineData(304, "text/html", "Status")]
    [InlineData(404, "text/html", "Status")]
    [InlineData(101, null, "Status")]
    [InlineData(200, "text/javascript", "ContentType")]
    [InlineData(200, "text/x-component", "ContentType")]
    [InlineData(200, "application/xml+json2", "ContentType")]
    [InlineData(200, "text/event-stream", "ContentType")]
    [InlineData(200, "", "ContentType")]
    [InlineData(200, null, "ContentType")]
    public void Check_Defaults_PagesAndJsonWithSuccess(int status, string? contentType, string expected)
    {
        Assert.Equal(expected, Gate(new()).Check(status, contentType).ToString());
    }

    [Theory]
    [InlineData("2xx", 299, true)]
    [InlineData("2XX", 204, false)]
    [InlineData("200-207", 206, false)]
    [InlineData("200-207", 205, false)]
    [InlineData("200-207", 207, true)]
    [InlineData("200 - 207", 208, false)]
    [InlineData("303", 303, true)]
    [InlineData("3xx", 304, false)]
    public void Check_Status_RangesAndClasses(string status, int code, bool expected)
    {
        Assert.Equal(expected, Gate(new() { Status = [status] }).Check(code, "text/html") == ExchangeReason.Converted);
    }

    [Theory]
    [InlineData("text/*", "text/javascript", true)]
    [InlineData("text/*", "application/json", false)]
    [InlineData("*/*", "image/png", true)]
    [InlineData("*/*", null, true)]
    [InlineData("*/*", "text/event-stream; x=1", false)]
    [InlineData("*/*", "application/grpc+proto", false)]
    [InlineData("text/*", "TEXT/EVENT-STREAM", false)]
    [InlineData("application/*+json", "application/ld+json", true)]
    [InlineData("application/*+json", "application/json", false)]
    [InlineData("TEXT/JavaScript", "text/javascript;charset=x", true)]
    public void Check_ContentTypes_PatternsWithoutParametersAndCase(string pattern, string? contentType, bool expected)
    {
        Assert.Equal(expected, Gate(new() { ContentTypes = [pattern] }).Check(200, contentType) == ExchangeReason.Converted);
    }

    [Fact]
    public void Create_Mistakes_AreNamedOneByOne()
    {
        var failures = new List<ConfigurationFailure>();

        ResponseGate.Create(
            new()
            {
                Status = ["200", "20x", "207-200", "abc", "204", "304", "1xx", "600", "204-206", "100-199"],
                ContentTypes = ["text/html", "html", "text/html; charset=utf-8", "text/event-stream", ""],
            },
            "ProxyCapi:Rules:r:Match",
            failures);

        Assert.Equal(
            [.. Enumerable.Range(1, 9).Select(i => $"ProxyCapi:Rules:r:Match:Status:{i}"), .. Enumerable.Range(1, 4).Select(i => $"ProxyCapi:Rules:r:Match:ContentTypes:{i}")],
            failures.Select(failure => failure.Path));
        Assert.All(failures, failure => Assert.NotEmpty(failure.Cure));
    }

    private static ResponseGate Gate(RuleMatchOptions options)
    {
        var failures = new List<ConfigurationFailure>();
        var gate = ResponseGate.Create(options, "Match", failures);
        Assert.Empty(failures);
        return gate;
    }
}
