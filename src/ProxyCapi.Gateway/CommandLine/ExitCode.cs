namespace ProxyCapi.Gateway.CommandLine;

/// <summary>What the process tells its supervisor. Scripts rely on the numbers.</summary>
internal static class ExitCode
{
    /// <summary>It ran and was stopped.</summary>
    public const int Success = 0;

    /// <summary>It could not start, or ended, for another reason than the configuration: a port in use, a wrong command line.</summary>
    public const int Failure = 1;

    /// <summary>The configuration has to be corrected; starting again without that fails again.</summary>
    public const int BadConfiguration = 2;

    /// <summary>An operator's command found nothing, or had nothing to do.</summary>
    public const int NothingFound = 3;

    /// <summary>An operator's command left out something that it was told to change, and said why.</summary>
    public const int Refused = 4;
}
