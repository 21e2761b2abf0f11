using System.Net;
using System.Net.Sockets;
using ProxyCapi.Gateway.CommandLine;

namespace ProxyCapi.FunctionalTests.Gateway;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-gateway-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_SaysWhatANewcomerNeeds(string option)
    {
        var code = await GatewayCommandLine.InvokeAsync([option], _output, _error);

        Assert.Equal(0, code);
        var help = _output.ToString();
        Assert.All(
            ["--Section:Key=value", "Gateway__Origin=", "appsettings.json", "ReverseProxy", "Gateway:TrustedProxies", "ProxyCapi:Admin:Url", "Exit codes:", "--version"],
            text => Assert.Contains(text, help, StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 140, line));
    }

    [Fact]
    public async Task Version_IsPrinted()
    {
        var code = await GatewayCommandLine.InvokeAsync(["--version"], _output, _error);

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", _output.ToString());
    }

    [Theory]
    [InlineData("There is no command 'outbx'.", "outbx")]
    [InlineData("There is no option '-x'.", "-x")]
    [InlineData("The setting '--Gateway:Origin' has no value.", "--Gateway:Origin")]
    [InlineData("The setting '--verbose' has no value.", "--verbose", "--Gateway:Origin=http://localhost")]
    public async Task Run_WhatNobodyWouldRead_IsRefused(string message, params string[] args)
    {
        var code = await GatewayCommandLine.InvokeAsync(args, _output, _error);

        Assert.Equal(1, code);
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BadConfiguration_ListsEverythingAndExitsWith2()
    {
        var code = await GatewayCommandLine.InvokeAsync(
            GatewayHost.Arguments(_folder, "--Gateway:Origin=shop", "--ProxyCapi:Graph:Version=latest"), _output, _error);

        Assert.Equal(2, code);
        var message = _error.ToString();
        Assert.Contains("(2 to correct)", message, StringComparison.Ordinal);
        Assert.Contains("- Gateway:Origin: ", message, StringComparison.Ordinal);
        Assert.Contains("- ProxyCapi:Graph:Version: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ConfigurationFileThatIsNoJson_ExitsWith2()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), "{ \"Gateway\": ");

        var code = await GatewayCommandLine.InvokeAsync(GatewayHost.Arguments(_folder), _output, _error);

        Assert.Equal(2, code);
        Assert.Contains("appsettings.json", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_ExitsWith1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var code = await GatewayCommandLine.InvokeAsync(
            GatewayHost.Arguments(_folder, "--Gateway:Origin=http://localhost:9", $"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"),
            _output, _error);

        Assert.Equal(1, code);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _folder.Delete(recursive: true);
    }
}
