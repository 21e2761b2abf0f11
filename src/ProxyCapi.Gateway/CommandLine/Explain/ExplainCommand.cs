using System.CommandLine;
using System.Text.Json;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Binding;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Gateway.Settings;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary><c>explain</c>: what a saved page gives without a rule, and why.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    /// <param name="settings">Configuration from the command line.</param>
    public static Command Create(string[] settings)
    {
        var page = new Option<FileInfo>("--page") { Description = "The saved page, or the JSON that an API answered", HelpName = "file", Required = true };
        var url = new Option<string>("--url") { Description = "The page's address", HelpName = "address", Required = true };
        var request = new Option<FileInfo>("--request") { Description = "The request as it travelled: request line, header fields, empty line, body", HelpName = "file" };
        var rule = new Option<bool>("--rule") { Description = "Also writes a rule for appsettings.json that reads the page in the same way" };
        var json = new Option<bool>("--json") { Description = "Writes JSON for scripts" };
        var command = new Command("explain", "Shows what a saved page says of an order, by itself and to the rules, and why. The buyer's data is masked.")
        {
            page, url, request, rule, json,
        };
        command.SetAction(parsed => Run(
            settings, (parsed.GetRequiredValue(page), parsed.GetRequiredValue(url), parsed.GetValue(request)), parsed.GetValue(rule), parsed.GetValue(json), parsed.InvocationConfiguration));
        return command;
    }

    private static int Run(string[] settings, (FileInfo Page, string Address, FileInfo? Request) saved, bool withRule, bool isJson, InvocationConfiguration io)
    {
        if (!Uri.TryCreate(saved.Address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            io.Error.WriteLine($"'{saved.Address}' is not the address of a page. Write the whole of it: https://shop.example/thank-you/4711.");
            return ExitCode.Failure;
        }

        try
        {
            using var exchange = SavedExchange.Read(saved.Page, url, saved.Request);
            var (options, pixels) = Configured(settings, exchange.Host);
            var hasAgreed = new ConsentReader(options.Consent).Read(exchange).State == ConsentState.Granted;
            var explanation = Explanation.Of(exchange, options.Discovery, pixels, hasAgreed);
            var report = new ExplainReport(
                explanation, ConfiguredRules.Of(exchange, options), options.Discovery.Enabled, withRule ? explanation.Pin(options.Rules.Keys) : null);
            if (isJson)
            {
                io.Output.WriteLine(JsonSerializer.Serialize(ExplanationJson.Of(report), OperatorJson.Options));
            }
            else
            {
                ExplanationText.Write(report, OperatorConsole.Create(io.Output));
                ExplanationText.WritePinned(report, io.Output);
            }

            return report.HasEvent ? ExitCode.Success : ExitCode.NothingFound;
        }
        catch (HtmlTooDeepException)
        {
            io.Output.WriteLine("Nothing would be sent: thousands of the page's elements stand inside one another, which no page that people read has, so it is not read.");
            return ExitCode.NothingFound;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            io.Error.WriteLine(exception.Message);
            return ExitCode.Failure;
        }
    }

    // As the proxy would have it; what is wrong elsewhere in the configuration does not matter here.
    private static (ProxyCapiOptions Options, IReadOnlySet<string> Pixels) Configured(string[] settings, string host)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Configuration.AddGatewayDefaults();
        var options = new ProxyCapiOptions();
        OptionsBinder.Bind(builder.Configuration.GetSection(ProxyCapiOptions.SectionName), options);
        RuleSetCompiler.Complete(options);
        var pixels = options.Pixels.Values.Where(pixel => new HostPatterns(pixel.Hosts).IsMatch(host)).Select(pixel => pixel.Id).Where(id => id.Length > 0);
        return (options, pixels.ToHashSet(StringComparer.Ordinal));
    }
}
