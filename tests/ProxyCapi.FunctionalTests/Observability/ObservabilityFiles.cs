using System.Text.RegularExpressions;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>What stands in samples/observability, and copies of it that a test can wait for.</summary>
internal static partial class ObservabilityFiles
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>samples/observability.</summary>
    public static string Folder { get; } = Path.Combine(Root, "samples", "observability");

    /// <summary>The text of a file there.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Names of the alerts in the rule file, each once.</summary>
    public static IReadOnlyList<string> Alerts { get; } = [.. Alert().Matches(Read("alerts.yml")).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>
    /// Writes the scrape configuration with another target and half a second for every interval, and the rules with alerts that wait for nothing and call
    /// an hour's delay what is three seconds. Nothing else is changed, and what should be changed must be there.
    /// </summary>
    /// <returns>The path of the configuration.</returns>
    public static string WriteHurried(string folder, string target)
    {
        var rules = Replace(For(), Read("alerts.yml"), "for: 0s");
        rules = Replace(GroupInterval(), rules, "interval: 500ms");
        rules = Replace(OldestAge(), rules, "(proxycapi_outbox_oldest_age_seconds) > 3");
        File.WriteAllText(Path.Combine(folder, "alerts.yml"), rules);
        var config = Replace(Interval(), Read("prometheus.yml"), "$1_interval: 500ms");
        config = Replace(Target(), config, $"targets: [\"{target}\"]");
        var path = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(path, config);
        return path;
    }

    private static string Replace(Regex what, string text, string with)
    {
        Assert.Matches(what, text);
        return what.Replace(text, with);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ProxyCapi.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        }

        return folder;
    }

    [GeneratedRegex(@"(?<=- alert: )(\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"(?<=^ +)for: \w+$", RegexOptions.Multiline)]
    private static partial Regex For();

    [GeneratedRegex(@"(?<=^ +)interval: \w+$", RegexOptions.Multiline)]
    private static partial Regex GroupInterval();

    [GeneratedRegex(@"\(proxycapi_outbox_oldest_age_seconds\) > 3600")]
    private static partial Regex OldestAge();

    [GeneratedRegex(@"(scrape|evaluation)_interval: \w+$", RegexOptions.Multiline)]
    private static partial Regex Interval();

    [GeneratedRegex("targets: \\[\"127\\.0\\.0\\.1:8081\"\\]$", RegexOptions.Multiline)]
    private static partial Regex Target();
}
