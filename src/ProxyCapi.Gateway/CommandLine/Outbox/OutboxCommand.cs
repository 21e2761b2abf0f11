using System.CommandLine;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>The command <c>outbox</c>: what an operator asks and changes beside a running proxy.</summary>
internal static class OutboxCommand
{
    /// <summary>The command with its subcommands.</summary>
    /// <param name="settings">Configuration from the command line.</param>
    public static Command Create(string[] settings)
    {
        var options = new OutboxOptions();
        var outbox = new Command("outbox", "Shows and mends what waits to be sent to Meta. Works while the proxy runs.")
        {
            OutboxStatusCommand.Create(options, settings),
            OutboxListCommand.Create(options, settings),
            OutboxShowCommand.Create(options, settings),
            OutboxReplayCommand.Create(options, settings),
            OutboxPurgeCommand.Create(options, settings),
        };
        outbox.Options.Add(options.DataDirectory);
        outbox.Options.Add(options.Json);
        return outbox;
    }
}
