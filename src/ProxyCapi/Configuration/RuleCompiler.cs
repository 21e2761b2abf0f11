namespace ProxyCapi.Configuration;

/// <summary>Compiles one rule; every problem is added to <paramref name="failures"/>, the result is usable only if none was.</summary>
/// <param name="name">The rule's name.</param>
/// <param name="options">The rule.</param>
/// <param name="path">Configuration path of the rule.</param>
/// <param name="failures">Where problems go.</param>
internal delegate CompiledRule RuleCompiler(string name, RuleOptions options, string path, ICollection<ConfigurationFailure> failures);
