using ProxyCapi.Gateway;

namespace ProxyCapi.FunctionalTests.Gateway;

public sealed class StartFailureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-gateway-");

    [Theory]
    [InlineData("Gateway:Origin:", "Nothing says which site")]
    [InlineData("Gateway:Origin:", "not the address of a site", "--Gateway:Origin=localhost:5080")]
    [InlineData("Gateway:Origin:", "not the address of a site", "--Gateway:Origin=ftp://localhost")]
    [InlineData("Gateway:Origin:", "not the address of a site", "--Gateway:Origin=http://localhost/?a=b")]
    [InlineData("Gateway:Origin:", "not the address of a site", "--Gateway:Origin=http://user:secret@localhost/")]
    [InlineData("Gateway:Origin:", "as well", "--Gateway:Origin=http://localhost:5080", "--ReverseProxy:Routes:a:ClusterId=a")]
    [InlineData("Gateway:PreserveHost:", "only acts on Gateway:Origin", "--Gateway:PreserveHost=true", "--ReverseProxy:Routes:a:ClusterId=a")]
    [InlineData("Gateway:PreserveHost:", "neither true nor false", "--Gateway:Origin=http://localhost:5080", "--Gateway:PreserveHost=perhaps")]
    [InlineData("Gateway:Orgin:", "Did you mean Origin?", "--Gateway:Orgin=http://localhost:5080")]
    [InlineData("Gateway:TrustedProxies:0:", "neither an IP address nor a network", "--Gateway:Origin=http://localhost:5080", "--Gateway:TrustedProxies:0=10")]
    [InlineData("Gateway:TrustedProxies:1:", "neither an IP address nor a network", "--Gateway:Origin=http://localhost:5080", "--Gateway:TrustedProxies:1=10.0.0.0/33")]
    [InlineData("Gateway:TrustedProxies:0:", "trusts everyone", "--Gateway:Origin=http://localhost:5080", "--Gateway:TrustedProxies:0=::/0")]
    [InlineData("ForwardedHeaders_Enabled:", "TrustedProxies", "--Gateway:Origin=http://localhost:5080", "--ForwardedHeaders_Enabled=true")]
    public void Create_BadSetting_NamesPlaceAndCure(string place, string text, params string[] settings)
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => GatewayApplication.Create(GatewayHost.Arguments(_folder, settings)));

        Assert.Contains(exception.Failures, failure =>
            failure.StartsWith(place, StringComparison.Ordinal) && failure.Contains(text, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_BadReverseProxySection_SaysWhatYarpSays()
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => GatewayApplication.Create(GatewayHost.Arguments(
            _folder, "--ReverseProxy:Routes:shop:ClusterId=shop", "--ReverseProxy:Routes:shop:Match:Path=/{**a}/{b",
            "--ReverseProxy:Routes:shop:Transforms:0:NoSuchTransform=1")));

        Assert.NotEmpty(exception.Failures);
        Assert.All(exception.Failures, failure => Assert.StartsWith("ReverseProxy: ", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_MistakesOfGatewayAndLibrary_AreReportedTogether()
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => GatewayApplication.Create(GatewayHost.Arguments(
            _folder, "--Gateway:Origin=shop", "--Gateway:TrustedProxies:0=everyone", "--ProxyCapi:Moed=Live")));

        Assert.Contains(exception.Failures, failure => failure.StartsWith("Gateway:Origin:", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("Gateway:TrustedProxies:0:", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("ProxyCapi:Moed:", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_MistakesOfLibraryAndYarp_AreReportedTogether()
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => GatewayApplication.Create(GatewayHost.Arguments(
            _folder, "--ProxyCapi:Moed=Live", "--ReverseProxy:Routes:shop:ClusterId=shop", "--ReverseProxy:Routes:shop:Match:Path=/{**a}/{b",
            "--ReverseProxy:Clusters:shop:LoadBalancingPolicy=NoSuchPolicy")));

        Assert.Contains(exception.Failures, failure => failure.StartsWith("ProxyCapi:Moed:", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("ReverseProxy: ", StringComparison.Ordinal) && failure.Contains("/{**a}/{b", StringComparison.Ordinal));
        Assert.Contains(exception.Failures, failure => failure.StartsWith("ReverseProxy: ", StringComparison.Ordinal) && failure.Contains("NoSuchPolicy", StringComparison.Ordinal));
        Assert.Equal(3, exception.Failures.Count);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
