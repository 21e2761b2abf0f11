using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Tests.Configuration;

public class ReloadTests
{
    [Fact]
    public async Task Reload_GoodBadGood_KeepsTheLastGoodOne()
    {
        var configuration = TestConfiguration.GoodWith();
        await using var host = await ReloadingHost.StartAsync(configuration);
        var first = host.Active.Current;
        var changed = host.Active.GetReloadToken();
        Assert.Equal(HealthStatus.Healthy, (await host.CheckHealthAsync()).Status);

        configuration["ProxyCapi:Pixels:main:Id"] = "not a number";
        configuration["ProxyCapi:Pixels:main:AccessToken"] = "bad token";
        configuration.Reload();
        await host.WaitForReloadsAsync(1);

        Assert.Same(first, host.Active.Current);
        Assert.False(changed.HasChanged);
        Assert.Equal(["ProxyCapi:Pixels:main:AccessToken", "ProxyCapi:Pixels:main:Id"], host.Active.LastReloadFailures!.Select(failure => failure.Path));
        var error = Assert.Single(host.Errors);
        Assert.Equal(1002, error.Id.Id);
        Assert.Contains("ProxyCapi:Pixels:main:AccessToken: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("ProxyCapi:Pixels:main:Id: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bad token", error.Message, StringComparison.Ordinal);
        var health = await host.CheckHealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("ProxyCapi:Pixels:main:Id: ", health.Description, StringComparison.Ordinal);
        Assert.Equal(["ProxyCapi:Pixels:main:AccessToken", "ProxyCapi:Pixels:main:Id"], health.Data.Keys.Order(StringComparer.Ordinal));

        configuration["ProxyCapi:Pixels:main:Id"] = "456";
        configuration["ProxyCapi:Pixels:main:AccessToken"] = "good";
        configuration.Reload();
        await host.WaitForReloadsAsync(2);

        Assert.True(changed.HasChanged);
        Assert.Equal(("456", "good"), (host.Active.Current.Pixels["main"].Id, host.Active.Current.Pixels["main"].AccessToken));
        Assert.Null(host.Active.LastReloadFailures);
        Assert.Equal(HealthStatus.Healthy, (await host.CheckHealthAsync()).Status);
        Assert.Single(host.Errors);
        Assert.Equal(["refused", "accepted"], host.Outcomes);
    }

    [Fact]
    public async Task Reload_ManyInARow_EndsInTheLast()
    {
        var configuration = TestConfiguration.GoodWith();
        await using var host = await ReloadingHost.StartAsync(configuration);

        for (var i = 1000; i < 1200; i++)
        {
            configuration["ProxyCapi:Pixels:main:Id"] = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            configuration.Reload();
        }

        while (host.Active.Current.Pixels["main"].Id != "1199")
        {
            var changed = new TaskCompletionSource();
            using var registration = host.Active.GetReloadToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
            if (host.Active.Current.Pixels["main"].Id != "1199")
            {
                await changed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            }
        }

        Assert.Empty(host.Errors);
    }

    [Fact]
    public async Task Reload_BetweenFirstUseAndStart_IsNotMissed()
    {
        var configuration = TestConfiguration.GoodWith();

        await using var host = await ReloadingHost.StartAsync(configuration, beforeStart: active =>
        {
            Assert.Equal("123", active.Current.Pixels["main"].Id);
            configuration["ProxyCapi:Pixels:main:Id"] = "456";
            configuration.Reload();
        });
        await host.WaitForReloadsAsync(1);

        Assert.Equal("456", host.Active.Current.Pixels["main"].Id);
    }

    [Fact]
    public async Task Reload_CodeOfTheApplicationThrows_IsRefusedWithoutItsMessage()
    {
        var configuration = TestConfiguration.GoodWith();
        var fail = false;
        await using var host = await ReloadingHost.StartAsync(configuration, _ =>
        {
            if (Volatile.Read(ref fail))
            {
                throw new InvalidOperationException("token EAA");
            }
        });
        var first = host.Active.Current;

        Volatile.Write(ref fail, true);
        configuration.Reload();
        await host.WaitForReloadsAsync(1);

        Assert.Same(first, host.Active.Current);
        var error = Assert.Single(host.Errors);
        Assert.Contains("InvalidOperationException", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("EAA", error.Message, StringComparison.Ordinal);

        Volatile.Write(ref fail, false);
        configuration.Reload();
        await host.WaitForReloadsAsync(2);
        Assert.NotSame(first, host.Active.Current);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reload_FileWithGarbageThenGood_KeepsTheOldRulesThenTakesTheNew(bool asWebApplicationsDo)
    {
        using var folder = new TemporaryFolder();
        using var manager = new ConfigurationManager();
        IConfigurationRoot configuration = asWebApplicationsDo ? manager : folder.Configure(TestConfiguration.Good);
        if (asWebApplicationsDo)
        {
            folder.AddTo(manager, TestConfiguration.Good);
        }

        await using var host = await ReloadingHost.StartAsync(configuration);
        var first = host.Active.Current;

        folder.Write("{ \"ProxyCapi\": {\n \"Pixels\": EAAsecretToken123");
        Assert.Throws<InvalidDataException>(configuration.Reload);
        await host.WaitForReloadsAsync(1);

        Assert.Same(first, host.Active.Current);
        var failure = Assert.Single(host.Active.LastReloadFailures!);
        Assert.Equal(("appsettings.json", "The file cannot be read: line 2 is not JSON."), (failure.Path, failure.Problem));
        Assert.DoesNotContain("EAA", Assert.Single(host.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await host.CheckHealthAsync()).Status);

        folder.Write(TestConfiguration.Good.Replace("123\"", "456\"", StringComparison.Ordinal));
        configuration.Reload();
        await host.WaitForReloadsAsync(2);

        Assert.Equal("456", host.Active.Current.Pixels["main"].Id);
        Assert.Equal(HealthStatus.Healthy, (await host.CheckHealthAsync()).Status);
        Assert.Equal(["refused", "accepted"], host.Outcomes);
    }

    /// <summary>
    /// A watched file that became garbage leaves its provider empty: what another source says must not be taken for the whole.
    /// </summary>
    [Fact]
    public async Task Reload_OtherSourceChangesWhileAFileIsGarbage_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var other = new SignallingProvider();
        var configuration = folder.Configure("""{ "ProxyCapi": { "Rules": { "lead": { "Event": "Lead", "Match": { "Path": "/lead" } } } } }""", other);
        await using var host = await ReloadingHost.StartAsync(configuration, options => options.Pixels["code"] = new() { Id = "1", AccessToken = "t" });
        var first = host.Active.Current;

        folder.Write("{");
        Assert.Throws<AggregateException>(folder.SignalChange);
        await host.WaitForReloadsAsync(1);
        Assert.Null(configuration["ProxyCapi:Rules:lead:Event"]);
        other.Signal();
        await host.WaitForReloadsAsync(2);

        Assert.Same(first, host.Active.Current);
        Assert.Equal(["refused", "refused"], host.Outcomes);

        folder.Write("""{ "ProxyCapi": { "Rules": { "two": { "Event": "Lead", "Match": { "Path": "/lead" } } } } }""");
        folder.SignalChange();
        await host.WaitForReloadsAsync(3);
        Assert.Equal("two", Assert.Single(host.Active.Current.Rules).Name);
    }

    [Fact]
    public async Task Reload_AfterTheStop_ChangesNothingAndDoesNotThrow()
    {
        var configuration = TestConfiguration.GoodWith();
        var host = await ReloadingHost.StartAsync(configuration);
        var active = host.Active;
        await host.DisposeAsync();

        configuration["ProxyCapi:Pixels:main:Id"] = "456";
        configuration.Reload();

        Assert.Equal("123", active.Current.Pixels["main"].Id);
    }

    [Fact]
    public async Task Reload_AFollowerThrows_IsAcceptedAndToldToTheOthers()
    {
        var configuration = TestConfiguration.GoodWith();
        await using var host = await ReloadingHost.StartAsync(configuration);
        var told = false;
        using var first = host.Active.GetReloadToken().RegisterChangeCallback(_ => told = true, null);
        using var second = host.Active.GetReloadToken().RegisterChangeCallback(_ => throw new InvalidOperationException("secret"), null);

        configuration["ProxyCapi:Pixels:main:Id"] = "456";
        configuration.Reload();
        await host.WaitForReloadsAsync(1);

        Assert.True(told);
        Assert.Equal(("456", null), (host.Active.Current.Pixels["main"].Id, host.Active.LastReloadFailures));
        Assert.Equal(["accepted"], host.Outcomes);
        var error = Assert.Single(host.Errors);
        Assert.Equal(1003, error.Id.Id);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileAReloadHangs_DoesNotThrowWhenTheTimeIsOver()
    {
        var configuration = TestConfiguration.GoodWith();
        var hang = false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        await using var host = await ReloadingHost.StartAsync(configuration, _ =>
        {
            if (Volatile.Read(ref hang))
            {
                begun.TrySetResult();
                release.Wait();
            }
        });
        Volatile.Write(ref hang, true);
        configuration.Reload();
        await begun.Task;

        await host.StopAsync(new CancellationToken(canceled: true));

        release.Set();
    }

    /// <summary>A folder with an appsettings.json that is watched as on a real disk, but for the moment in which a change is noticed.</summary>
    private sealed class TemporaryFolder : IFileProvider, IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("proxycapi-").FullName;
        private readonly PhysicalFileProvider _files;
        private CancellationTokenSource _change = new();

        public TemporaryFolder() => _files = new(_path);

        public IConfigurationRoot Configure(string json, params IConfigurationSource[] others)
        {
            var builder = new ConfigurationBuilder();
            AddTo(builder, json);
            Array.ForEach(others, other => builder.Add(other));
            return builder.Build();
        }

        public void AddTo(IConfigurationBuilder builder, string json)
        {
            Write(json);
            builder.AddJsonFile(source =>
            {
                source.FileProvider = this;
                source.Path = "appsettings.json";
                source.ReloadOnChange = true;
                source.ReloadDelay = 0;
            });
        }

        public void Write(string json) => File.WriteAllText(Path.Combine(_path, "appsettings.json"), json);

        public void SignalChange() => Interlocked.Exchange(ref _change, new()).Cancel();

        public IFileInfo GetFileInfo(string subpath) => _files.GetFileInfo(subpath);

        public IDirectoryContents GetDirectoryContents(string subpath) => _files.GetDirectoryContents(subpath);

        public IChangeToken Watch(string filter) => new CancellationChangeToken(_change.Token);

        public void Dispose()
        {
            _files.Dispose();
            _change.Dispose();
            Directory.Delete(_path, recursive: true);
        }
    }

    /// <summary>A source that says it changed, alone.</summary>
    private sealed class SignallingProvider : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Signal() => OnReload();
    }
}
