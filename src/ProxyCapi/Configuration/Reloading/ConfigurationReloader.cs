using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Configuration.Reloading;

/// <summary>Checks the configuration before the host serves anything, and follows its changes while it does.</summary>
/// <remarks>
/// <code>
/// change of a file ──► signal (room for one) ──► load, compile ──┬─ good ──► ActiveRuleSet.Replace
/// on whatever thread                             one at a time   └─ bad ───► ActiveRuleSet.Refuse, one error in the log
/// </code>
/// A signal is taken before the configuration is read: a change during a load brings another load, so the last change wins.
/// </remarks>
internal sealed partial class ConfigurationReloader(
    IServiceProvider services, RuleSetLoader loader, UnreadableFiles files, ProxyCapiMetrics metrics, ILogger<ConfigurationReloader> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private ActiveRuleSet? _active;
    private IDisposable? _registration;
    private Task _loop = Task.CompletedTask;

    /// <summary>Before anything else starts; throws <see cref="ProxyCapiConfigurationException"/> if the configuration is bad.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _active = services.GetRequiredService<ActiveRuleSet>();
        Log.Started(logger, _active.Current.Mode, _active.Current.Rules.Length, _active.Current.Pixels.Count);
        _registration = loader.OnChange(Signal);
        files.Watch(OnUnreadable);
        if (loader.HasChanged)
        {
            Signal();
        }

        _loop = Task.Run(FollowAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for a reload under way, as long as the host allows. That one is late spoils nothing, least of all the host's stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registration?.Dispose();
        files.Dispose();
        _signals.Writer.TryComplete();
    }

    /// <summary>A signal that is dropped is no loss: the one before it has not been taken yet.</summary>
    private void Signal() => _signals.Writer.TryWrite(true);

    private async Task FollowAsync()
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync())
        {
            Reload(_active!);
        }
    }

    /// <summary>Lets nothing out: the loop has to live on, and the host with it.</summary>
    private void Reload(ActiveRuleSet active)
    {
        try
        {
            if (files.Current is { Count: > 0 } unreadable)
            {
                // What such a file said is missing now: the rest alone may look good.
                Refuse(active, unreadable);
                return;
            }

            var result = loader.Load();
            if (!result.IsGood)
            {
                Refuse(active, result.Failures);
                return;
            }

            Replace(active, result.RuleSet);
            Log.Accepted(logger, result.RuleSet.Mode, result.RuleSet.Rules.Length, result.RuleSet.Pixels.Count);
            metrics.Reloaded(accepted: true);
        }
#pragma warning disable CA1031 // The application's own configuration code may throw anything.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Its message is not ours: it may hold what it choked on, a secret even.
            Refuse(active, [new(
                ProxyCapiOptions.SectionName,
                $"Reading the configuration threw {exception.GetType().Name}.",
                "Start a second instance with this configuration: it fails with the whole exception.")]);
        }
    }

    private void Replace(ActiveRuleSet active, RuleSet next)
    {
        try
        {
            active.Replace(next);
        }
        catch (AggregateException exception)
        {
            // Not a refusal: the rules are in force.
            metrics.Failed("configuration");
            Log.FollowerFailed(logger, exception.GetBaseException().GetType().Name);
        }
    }

    private void OnUnreadable(ConfigurationFailure failure) => Refuse(_active!, [failure]);

    private void Refuse(ActiveRuleSet active, IReadOnlyList<ConfigurationFailure> failures)
    {
        active.Refuse(failures);
        Log.Refused(logger, failures.Count, ConfigurationFailure.List(failures));
        metrics.Reloaded(accepted: false);
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Information, "ProxyCapi starts in mode {Mode}; rules: {Rules}, pixels: {Pixels}.")]
        public static partial void Started(ILogger logger, ProxyCapiMode mode, int rules, int pixels);

        [LoggerMessage(1001, LogLevel.Information, "The changed configuration is in force: mode {Mode}, {Rules} rules, {Pixels} pixels.")]
        public static partial void Accepted(ILogger logger, ProxyCapiMode mode, int rules, int pixels);

        [LoggerMessage(1002, LogLevel.Error, "The changed configuration was refused, the last good one stays in force. Correct these {Count}:\n{Failures}")]
        public static partial void Refused(ILogger logger, int count, string failures);

        [LoggerMessage(1003, LogLevel.Error, "The changed configuration is in force, but a part that follows it failed ({ExceptionType}). Please report it.")]
        public static partial void FollowerFailed(ILogger logger, string exceptionType);
    }
}
