namespace ProxyCapi.Gateway.CommandLine;

/// <summary>
/// Finds what ASP.NET's command line configuration would skip without a word: <c>--Key=value</c>, <c>--Key value</c>, <c>/Key=value</c> and
/// <c>Key=value</c> are read, everything else is not.
/// </summary>
internal static class ConfigurationSwitches
{
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
