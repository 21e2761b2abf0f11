using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class StartUpTests
{
    [Fact]
    public async Task Start_BadConfiguration_FailsBeforeAnythingElseStartsAndListsEverything()
    {
        var started = new StartRecorder();
        using var host = BuildHost(TestConfiguration.GoodWith(("Grahp", "x"), ("Delivery:BatchSize", "0"), ("Pixels:main:Id", "EAAsecretToken123")), started);

        var exception = await Assert.ThrowsAsync<ProxyCapiConfigurationException>(() => host.StartAsync());

        Assert.False(started.HasStarted);
        Assert.Equal(3, exception.Failures.Count);
        Assert.StartsWith("ProxyCapi:Delivery:BatchSize: ", exception.Failures[0], StringComparison.Ordinal);
        Assert.StartsWith("ProxyCapi:Grahp: ", exception.Failures[1], StringComparison.Ordinal);
        Assert.StartsWith("ProxyCapi:Pixels:main:Id: ", exception.Failures[2], StringComparison.Ordinal);
        Assert.All(exception.Failures, failure => Assert.Contains(failure, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(TestConfiguration.Token, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_GoodConfiguration_Starts()
    {
        var started = new StartRecorder();
        using var host = BuildHost(TestConfiguration.GoodWith(), started);

        await host.StartAsync();

        Assert.True(started.HasStarted);
        Assert.Equal("123", host.Services.GetRequiredService<ActiveRuleSet>().Current.Pixels["main"].Id);
        await host.StopAsync();
    }

    [Fact]
    public void Resolve_BadConfiguration_ThrowsEveryTime()
    {
        using var provider = TestConfiguration.Services(TestConfiguration.Json("{}")).BuildServiceProvider();

        Assert.Throws<ProxyCapiConfigurationException>(provider.GetRequiredService<ActiveRuleSet>);
        Assert.Throws<ProxyCapiConfigurationException>(provider.GetRequiredService<ActiveRuleSet>);
    }

    [Fact]
    public void AddConfiguration_FromCodeAlone_NeedsNoConfiguration()
    {
        using var provider = TestConfiguration.Services(null, options =>
        {
            options.Pixels["code"] = new() { Id = "42", AccessToken = "t" };
            options.Rules["lead"] = new() { Event = "Lead", Match = { Path = "/lead" }, CustomData = { ["value"] = "10" } };
        }).BuildServiceProvider();

        var ruleSet = provider.GetRequiredService<ActiveRuleSet>().Current;

        Assert.Equal("42", ruleSet.Pixels["code"].Id);
        Assert.Equal("Lead", Assert.Single(ruleSet.Rules).EventName);
    }

    [Fact]
    public void AddConfiguration_FromCodeAlone_ReportsPathsAsInTheConfiguration()
    {
        using var provider = TestConfiguration.Services(null, options => options.Pixels["code"] = new() { Id = "x", AccessToken = "t" }).BuildServiceProvider();

        var exception = Assert.Throws<ProxyCapiConfigurationException>(provider.GetRequiredService<ActiveRuleSet>);

        Assert.StartsWith("ProxyCapi:Pixels:code:Id: ", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AddConfiguration_CodeAfterTheSection_Wins()
    {
        var services = TestConfiguration.Services(TestConfiguration.GoodWith(("Mode", "Live")), options => options.Mode = ProxyCapiMode.Shadow);
        services.Configure<ProxyCapiOptions>(options => options.Graph.Version = "v1.0");
        services.PostConfigure<ProxyCapiOptions>(options => options.Graph.Version += "1");
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<ActiveRuleSet>().Current.Options;

        Assert.Equal((ProxyCapiMode.Shadow, "v1.01"), (options.Mode, options.Graph.Version));
        Assert.Equal("v1.01", provider.GetRequiredService<IOptions<ProxyCapiOptions>>().Value.Graph.Version);
        Assert.Equal("123", provider.GetRequiredService<IOptionsMonitor<ProxyCapiOptions>>().CurrentValue.Pixels["main"].Id);
    }

    [Fact]
    public void AddConfiguration_CheckOfTheApplication_IsAFailureLikeOurs()
    {
        var services = TestConfiguration.Services(TestConfiguration.GoodWith());
        services.AddOptions<ProxyCapiOptions>().Validate(_ => false, "Pixels are managed elsewhere.");
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<ProxyCapiConfigurationException>(provider.GetRequiredService<ActiveRuleSet>);

        Assert.Contains("Pixels are managed elsewhere.", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AddConfiguration_SectionHandedIn_IsReadInsteadOfTheApplications()
    {
        var other = TestConfiguration.Json("""{ "Tracking": { "Pixels": { "other": { "Id": "7", "AccessToken": "t" } } } }""").GetSection("Tracking");
        using var provider = TestConfiguration.Services(TestConfiguration.GoodWith(), section: other).BuildServiceProvider();

        Assert.Equal(["other"], provider.GetRequiredService<ActiveRuleSet>().Current.Pixels.Keys);
    }

    [Fact]
    public void AddConfiguration_Twice_AddsOnlyTheDelegate()
    {
        var services = TestConfiguration.Services(TestConfiguration.GoodWith(("Grahp", "x")));
        services.AddConfiguration(null, options => options.Mode = ProxyCapiMode.Shadow);
        using var provider = services.BuildServiceProvider();

        var options = provider.Factory().Create(Options.DefaultName);

        Assert.Equal(ProxyCapiMode.Shadow, options.Mode);
        Assert.Single(options.Binding.Failures);
        Assert.Single(provider.GetServices<IHostedService>(), service => service.GetType().Namespace!.StartsWith("ProxyCapi", StringComparison.Ordinal));
        var check = Assert.Single(provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        Assert.Equal("proxycapi-configuration", check.Name);
        Assert.Equal(["ready"], check.Tags);
    }

    private static IHost BuildHost(IConfiguration configuration, StartRecorder recorder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        // Registered first, and still started after the check.
        builder.Services.AddSingleton<IHostedService>(recorder);
        foreach (var service in TestConfiguration.Services(configuration))
        {
            builder.Services.Add(service);
        }

        return builder.Build();
    }

    private sealed class StartRecorder : IHostedService
    {
        public bool HasStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            HasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
