using System.CommandLine;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>The options that every outbox command takes.</summary>
internal sealed class OutboxOptions
{
    /// <summary>Where the outbox is, instead of what the configuration says.</summary>
    public Option<string> DataDirectory { get; } = new("--data-directory")
    {
        Description = "The proxy's folder (ProxyCapi:DataDirectory), from the current directory",
        HelpName = "folder",
        Recursive = true,
    };

    /// <summary>For scripts.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Writes JSON for scripts instead of a table", Recursive = true };
}
