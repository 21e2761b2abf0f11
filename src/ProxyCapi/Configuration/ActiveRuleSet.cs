using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Configuration;

/// <summary>
/// Holds the last good <see cref="RuleSet"/>. A bad reload never replaces it (style.md trap 2): reading <see cref="Current"/> cannot fail.
/// </summary>
internal sealed class ActiveRuleSet(RuleSet initial) : IDisposable
{
    private volatile RuleSet _current = initial;
    private volatile IReadOnlyList<ConfigurationFailure>? _lastReloadFailures;
    private CancellationTokenSource _changed = new();

    /// <summary>The rules in force.</summary>
    public RuleSet Current => _current;

    /// <summary>What was wrong with the last reload; <see langword="null"/> if it was good.</summary>
    public IReadOnlyList<ConfigurationFailure>? LastReloadFailures => _lastReloadFailures;

    /// <summary>A token that fires once, at the next successful reload.</summary>
    public IChangeToken GetReloadToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>Puts a new rule set in force.</summary>
    /// <exception cref="AggregateException">Somebody who was told threw. The rules are in force all the same, and everybody else was told.</exception>
    public void Replace(RuleSet next)
    {
        _current = next;
        _lastReloadFailures = null;

        // Not disposed: somebody may have read the field and be about to ask it for its token. It holds no timer, so nothing leaks.
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
    }

    /// <summary>Remembers that a reload was refused; the rules in force stay.</summary>
    public void Refuse(IReadOnlyList<ConfigurationFailure> failures) => _lastReloadFailures = failures;

    public void Dispose() => _changed.Dispose();
}
