using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.Configuration;

/// <summary>What became of a configuration: rules, or everything that is wrong with it.</summary>
/// <param name="RuleSet">The rules; <see langword="null"/> if anything is wrong.</param>
/// <param name="Failures">What is wrong; empty if nothing is.</param>
internal sealed record CompilationResult(RuleSet? RuleSet, IReadOnlyList<ConfigurationFailure> Failures)
{
    /// <summary>Whether the configuration can be put in force.</summary>
    [MemberNotNullWhen(true, nameof(RuleSet))]
    public bool IsGood => RuleSet is not null;
}
