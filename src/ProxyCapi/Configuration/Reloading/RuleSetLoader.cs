using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Configuration.Reloading;

/// <summary>Builds options as the host's options pipeline does (section, then code) and compiles them.</summary>
/// <remarks>
/// By the factory, never by <c>IOptionsMonitor.CurrentValue</c>, which throws on every call after a bad reload.
/// </remarks>
internal sealed class RuleSetLoader(
    IOptionsFactory<ProxyCapiOptions> factory, RuleSetCompiler compiler, IEnumerable<IOptionsChangeTokenSource<ProxyCapiOptions>> sources)
{
    private readonly IOptionsChangeTokenSource<ProxyCapiOptions>[] _sources = [.. sources.Where(source => string.IsNullOrEmpty(source.Name))];
    private IChangeToken[] _tokens = [];

    /// <summary>Whether the configuration has changed since it was loaded last.</summary>
    public bool HasChanged => _tokens.Any(token => token.HasChanged);

    /// <summary>Calls back at each change of the configuration, on the thread that changes it.</summary>
    public IDisposable OnChange(Action changed) =>
        new ChangeRegistrations([.. _sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, changed))]);

    /// <summary>Loads and compiles. Throws only what the host's own code throws.</summary>
    public CompilationResult Load()
    {
        _tokens = [.. _sources.Select(source => source.GetChangeToken())];
        try
        {
            return compiler.Compile(factory.Create(Options.DefaultName));
        }
        catch (OptionsValidationException exception)
        {
            return new(null, [.. exception.Failures.Select(HostFailure)]);
        }
    }

    private static ConfigurationFailure HostFailure(string failure) =>
        new(ProxyCapiOptions.SectionName, failure, "This check was added by the application (IValidateOptions<ProxyCapiOptions>).");

    private sealed class ChangeRegistrations(IDisposable[] registrations) : IDisposable
    {
        public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());
    }
}
