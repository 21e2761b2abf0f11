using System.CommandLine;
using System.CommandLine.Help;
using ProxyCapi.Gateway.CommandLine.Explain;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.Gateway.CommandLine.Report;
using ProxyCapi.Gateway.CommandLine.TestLink;

namespace ProxyCapi.Gateway.CommandLine;

/// <summary>The command line: the root command runs the proxy, subcommands are the operator's tools.</summary>
internal static class GatewayCommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        var configuration = new InvocationConfiguration
        {
            // The host hears SIGTERM itself and drains; this library would kill the process two seconds after the signal.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
            Output = output,
            Error = error,
        };
        // A value may begin with '@'; it is no response file.
        var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var (command, settings) = ConfigurationSwitches.Split(args);
        var root = Create(args, settings, error);
        return root.Parse(root.Subcommands.Any(sub => sub.Name == command.FirstOrDefault()) ? command : args, parser).InvokeAsync(configuration);
    }

    private static RootCommand Create(string[] args, string[] settings, TextWriter error)
    {
        var root = new RootCommand("Stands in front of a site as a reverse proxy, watches for conversions, and reports each one to Meta's Conversions API.")
        {
            // Only named here, so that help shows it: ASP.NET's configuration reads the command line itself.
            new Argument<string[]>("settings")
            {
                Description = "Configuration, as in any ASP.NET application: --Section:Key=value",
                Arity = ArgumentArity.ZeroOrMore,
            },
        };
        root.Subcommands.Add(OutboxCommand.Create(settings));
        root.Subcommands.Add(ExplainCommand.Create(settings));
        root.Subcommands.Add(ReportCommand.Create(settings));
        root.Subcommands.Add(TestLinkCommand.Create(settings));
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        root.SetAction((_, cancellationToken) => ConfigurationSwitches.FindMistake(args) is { } mistake
            ? Refuse(mistake, error)
            : GatewayRun.RunAsync(args, error, cancellationToken));
        return root;
    }

    private static async Task<int> Refuse(string mistake, TextWriter error)
    {
        await error.WriteLineAsync($"{mistake} See --help.");
        return ExitCode.Failure;
    }
}
