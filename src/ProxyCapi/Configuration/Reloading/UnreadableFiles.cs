using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Configuration.Reloading;

/// <summary>Hears of configuration files that were changed into something that cannot be read: half-written JSON, say.</summary>
/// <remarks>
/// The framework's file watcher swallows that exception and signals no change, so the rules in force stay, but nobody would learn why the
/// new ones do not come. The handlers of the application's own keep their say: whether the exception is thrown is theirs to decide.
/// </remarks>
internal sealed class UnreadableFiles(IConfiguration? configuration) : IDisposable
{
    private readonly List<FileConfigurationSource> _watched = [];
    private readonly ConcurrentDictionary<FileConfigurationProvider, (ConfigurationFailure Failure, IChangeToken Reloaded)> _unreadable = new();
    private Action<ConfigurationFailure>? _report;

    /// <summary>The files that still cannot be read.</summary>
    public IReadOnlyList<ConfigurationFailure> Current =>
        [.. _unreadable.Values.Where(file => !file.Reloaded.HasChanged).Select(file => file.Failure)];

    /// <summary>Starts to report.</summary>
    public void Watch(Action<ConfigurationFailure> report)
    {
        _report = report;
        foreach (var source in FilesOf(configuration as IConfigurationRoot))
        {
            _watched.Add(source);
            source.OnLoadException += OnLoadException;
        }
    }

    /// <summary>Ends reporting and leaves the sources as they were.</summary>
    public void Dispose()
    {
        foreach (var source in _watched)
        {
            source.OnLoadException -= OnLoadException;
        }

        _watched.Clear();
        _report = null;
    }

    private void OnLoadException(FileLoadExceptionContext context)
    {
        var line = FindLine(context.Exception);
        var failure = new ConfigurationFailure(
            Path.GetFileName(context.Provider.Source.Path ?? ""),
            line is null ? "The file cannot be read." : $"The file cannot be read: line {line} is not JSON.",
            "Correct the file and save it again; until then the last good configuration stays in force.");
        Remember(context, failure);
        _report?.Invoke(failure);
    }

    /// <summary>Until the file is read again. Where the application ignores the exception, its own reload is signalled first.</summary>
    private void Remember(FileLoadExceptionContext context, ConfigurationFailure failure)
    {
        var provider = context.Provider;
        var reloaded = provider.GetReloadToken();
        _unreadable[provider] = (failure, reloaded);
        if (context.Ignore)
        {
            reloaded.RegisterChangeCallback(_ => _unreadable[provider] = (failure, provider.GetReloadToken()), null);
        }
    }

    /// <summary>The place only: the message quotes what stands there.</summary>
    private static long? FindLine(Exception? exception) => exception switch
    {
        null => null,
        JsonException { LineNumber: { } line } => line + 1,
        _ => FindLine(exception.InnerException),
    };

    private static IEnumerable<FileConfigurationSource> FilesOf(IConfigurationRoot? root)
    {
        foreach (var provider in root?.Providers ?? [])
        {
            if (provider is FileConfigurationProvider file)
            {
                yield return file.Source;
            }
            else if (provider is ChainedConfigurationProvider chained)
            {
                foreach (var source in FilesOf(chained.Configuration as IConfigurationRoot))
                {
                    yield return source;
                }
            }
        }
    }
}
