namespace ProxyCapi.Gateway.CommandLine;

/// <summary>
/// Finds what ASP.NET's command line configuration would skip without a word: <c>--Key=value</c>, <c>--Key value</c>, <c>/Key=value</c> and
/// <c>Key=value</c> are read, everything else is not.
/// </summary>
internal static class ConfigurationSwitches
{
    /// <summary>Names without a colon that ASP.NET's hosts read.</summary>
    private static readonly string[] HostNames = ["contentRoot", "environment", "applicationName", "urls"];

    /// <summary>
    /// Takes the configuration out of a command's line: <c>--Section:Key=value</c> may stand anywhere in it, and would be taken for an argument.
    /// </summary>
    public static (string[] Command, string[] Settings) Split(IReadOnlyList<string> args)
    {
        List<string> command = [], settings = [];
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                command.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Count)
            {
                settings.Add(args[++i]);
            }
        }

        return ([.. command], [.. settings]);
    }

    private static bool IsSetting(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var end = arg.IndexOf('=', StringComparison.Ordinal);
        var name = end < 0 ? arg[2..] : arg[2..end];
        return name.Contains(':', StringComparison.Ordinal) || HostNames.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The first thing that would be skipped, as a sentence; <see langword="null"/> if all is well.</summary>
    public static string? FindMistake(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg.IndexOf('=', StringComparison.Ordinal) > 0)
            {
                continue;
            }

            if (!arg.StartsWith("--", StringComparison.Ordinal) && !arg.StartsWith('/'))
            {
                return arg.StartsWith('-') ? $"There is no option '{arg}'." : $"There is no command '{arg}'.";
            }

            if (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                return $"The setting '{arg}' has no value. Write {arg}=value.";
            }

            i++;
        }

        return null;
    }
}
