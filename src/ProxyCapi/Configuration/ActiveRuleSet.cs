using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Configuration;

/// <summary>
/// Holds the last good <see cref="RuleSet"/>. A bad reload never replaces it (style.md trap 2): reading <see cref="Current"/> cannot fail.
/// </summary>
internal sealed class ActiveRuleSet(RuleSet initial) : IDisposable
{
    private volatile RuleSet _current = initial;
    private CancellationTokenSource _changed = new();

    /// <summary>The rules in force.</summary>
    public RuleSet Current => _current;

    /// <summary>What was wrong with the last reload; <see langword="null"/> if it was good.</summary>
    public IReadOnlyList<ConfigurationFailure>? LastReloadFailures { get; private set; }

    /// <summary>A token that fires once, at the next successful reload.</summary>
    public IChangeToken GetReloadToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>Puts a new rule set in force.</summary>
    public void Replace(RuleSet next)
    {
        _current = next;
        LastReloadFailures = null;
        using var previous = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        previous.Cancel();
    }

    /// <summary>Remembers that a reload was refused; the rules in force stay.</summary>
    public void Refuse(IReadOnlyList<ConfigurationFailure> failures) => LastReloadFailures = failures;

    public void Dispose() => _changed.Dispose();
}
