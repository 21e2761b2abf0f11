using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ProxyCapi.Gateway.CommandLine.Explain;
using ProxyCapi.Gateway.CommandLine.Outbox;

namespace ProxyCapi.Gateway.CommandLine;

/// <summary>The usual help, then what a newcomer needs: how to configure, the settings used most, examples, exit codes; for the operator's commands, theirs.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const string Guide =
        """
        Configure it in one of three ways, or in all of them; the later one wins:
          1. appsettings.json in the current directory
          2. environment variables      Gateway__Origin=http://localhost:5080
          3. the command line           --Gateway:Origin=http://localhost:5080

        Where the site is (one of the two is required):
          Gateway:Origin                     the site's address: everything goes there
          ReverseProxy                       YARP's own section: routes, clusters, transforms

        The settings used most:
          urls                               where visitors arrive         default http://localhost:8080
          ProxyCapi:Admin:Url                the inspector, /healthz/live, /healthz/ready, /healthz/delivery,
                                             /metrics on a listener of their own    default http://127.0.0.1:8081
          Gateway:TrustedProxies:0           IP or network whose X-Forwarded-* is believed
                                             (a CDN, a load balancer)      default nobody
          Gateway:PreserveHost               the site sees the visitor's Host header
                                                                           default true
          ProxyCapi:Mode                     Live, Shadow (store and send nothing), Off
                                                                           default Live
          ProxyCapi:Pixels:NAME:Id           the pixel's (dataset's) number
          ProxyCapi:Pixels:NAME:AccessToken  its token; keep it in the environment
          ProxyCapi:Rules:NAME:...           which answers prove a conversion, and where its data stands
          OTEL_EXPORTER_OTLP_ENDPOINT        sends metrics, traces and logs there by OTLP

        Examples:
          ProxyCapi.Gateway --Gateway:Origin=http://localhost:5080
          ProxyCapi.Gateway --urls=http://0.0.0.0:80 --Gateway:Origin=http://shop:5080 --Gateway:TrustedProxies:0=10.0.0.0/8
          ProxyCapi__Pixels__main__AccessToken=... ProxyCapi.Gateway --ProxyCapi:Mode=Shadow
          ProxyCapi.Gateway outbox status        what waits, what is dead, and why; see outbox --help
          ProxyCapi.Gateway report --since 7d    what was seen and what Meta accepted, by day and pixel
          ProxyCapi.Gateway test-link --url https://shop.example/ --code TEST12345
                                                 a link that makes one browser's events tests for an hour

        Exit codes:
          0  it ran and was stopped (Ctrl+C, SIGTERM)
          1  it could not start or ended for another reason, such as a port in use or a wrong command line
          2  the configuration has to be corrected; every place and its cure are listed

        """;

    private readonly HelpAction _standard = new();

    public override int Invoke(ParseResult parseResult)
    {
        var result = _standard.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(parseResult.CommandResult.Command switch
        {
            RootCommand => Guide,
            { Name: "explain" } => ExplainGuide.Text,
            _ => OutboxGuide.Text,
        });
        return result;
    }
}
