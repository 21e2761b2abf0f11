namespace ProxyCapi.Configuration;

/// <summary>One thing that is wrong in the configuration, and what to write instead.</summary>
/// <param name="Path">Configuration path of the place: <c>ProxyCapi:Rules:purchase:Match:Path</c>.</param>
/// <param name="Problem">What is wrong, as a sentence. Never contains a secret.</param>
/// <param name="Cure">What to write instead, as a sentence.</param>
internal sealed record ConfigurationFailure(string Path, string Problem, string Cure)
{
    public override string ToString() => $"{Path}: {Problem} {Cure}";

    /// <summary>Failures as an operator reads them: one a line.</summary>
    public static string List(IEnumerable<ConfigurationFailure> failures) => string.Join(Environment.NewLine, failures);
}
