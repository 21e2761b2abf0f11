using System.Net;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Cookies;

namespace ProxyCapi.Tests.Cookies;

public sealed class VisitorMarkTests
{
    [Fact]
    public void Of_TwoClients_AreTwoVisitors() => Assert.NotEqual(Of("203.0.113.7"), Of("203.0.113.8"));

    [Fact]
    public void Of_OneClient_IsOneVisitorHoweverItsAddressIsWritten() => Assert.Equal(Of("203.0.113.7"), Of("::ffff:203.0.113.7"));

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.5")]
    [InlineData("fd00::5")]
    public void Of_AClientThatIsNotKnown_IsNobody(string? client) => Assert.Null(Of(client));

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Via")]
    public void Of_AProxyOnThisMachineThatNobodyNamed_IsNobody(string field) => Assert.Null(Of("127.0.0.1", (field, "203.0.113.7")));

    [Fact]
    public void Of_ABrowserOnThisMachine_IsAVisitor() => Assert.NotNull(Of("127.0.0.1"));

    private static VisitorMark? Of(string? client, params (string Name, string Value)[] fields)
    {
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["User-Agent"] = "one" };
        foreach (var (name, value) in fields)
        {
            headers[name] = value;
        }

        return VisitorMark.Of(client is null ? null : IPAddress.Parse(client), headers);
    }
}
