using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ProxyCapi.Configuration;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.TestVisits;

namespace ProxyCapi.Gateway.CommandLine.TestLink;

/// <summary><c>test-link</c>: a link that makes one browser's events tests, and no other's.</summary>
internal static class TestLinkCommand
{
    /// <summary>The command.</summary>
    /// <param name="settings">Configuration from the command line.</param>
    public static Command Create(string[] settings)
    {
        var options = new OutboxOptions();
        var url = new Option<string>("--url") { Description = "A page of the site behind the proxy", HelpName = "address", Required = true };
        var pixel = new Option<string>("--pixel") { Description = "The pixel's name in the configuration; not needed if there is one", HelpName = "name" };
        var code = new Option<string>("--code") { Description = "The code that Events Manager shows under Test Events; not needed if the pixel's TestEventCode is set", HelpName = "code" };
        var validFor = new Option<string>("--for") { Description = "How long it works: 1h, at most 24h", HelpName = "span", DefaultValueFactory = _ => "1h" };
        validFor.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(SpanText.TryParse(result.Tokens[0].Value, out var span) && span > TimeSpan.Zero && span <= TestTicket.Longest))
            {
                result.AddError($"--for cannot read '{result.Tokens[0].Value}'. Write a span up to 24h: 1h, 30m.");
            }
        });
        var command = new Command("test-link", "Makes a signed link that makes one browser's events tests, for an hour or as long as --for says.")
        {
            url, pixel, code, validFor,
        };
        command.Options.Add(options.DataDirectory);
        command.Options.Add(options.Json);
        OutboxRun.SetAction(command, options, settings, (run, parsed) =>
        {
            _ = SpanText.TryParse(parsed.GetRequiredValue(validFor), out var span);
            return Make(run, parsed.GetRequiredValue(url), parsed.GetValue(pixel), parsed.GetValue(code), span);
        });
        return command;
    }

    private static int Make(OutboxRun run, string url, string? pixelName, string? code, TimeSpan span)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
        {
            return Fail(run, $"'{url}' is not the address of a page. Write the whole of it: https://shop.example/.");
        }

        var pixels = run.Location.Options.Pixels;
        var name = pixelName is null ? pixels.Count == 1 ? pixels.Keys.Single() : null : pixels.Keys.FirstOrDefault(key => key.Equals(pixelName, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            return Fail(run, $"Name one of the configured pixels with --pixel: {(pixels.Count == 0 ? "there is none" : string.Join(", ", pixels.Keys))}.");
        }

        code ??= pixels[name].TestEventCode;
        if (string.IsNullOrWhiteSpace(code) || !code.All(char.IsAsciiLetterOrDigit))
        {
            return Fail(run, "Give the code of Events Manager's Test Events tab with --code: letters and digits, TEST12345.");
        }

        if (!new HostPatterns(pixels[name].Hosts).IsMatch(page.Authority))
        {
            return Fail(run, $"Pixel '{name}' does not serve the host {page.Authority}: compare Pixels:{name}:Hosts.");
        }

        var ticket = new TestTicket(name, code, DateTimeOffset.FromUnixTimeSeconds((run.Time.GetUtcNow() + span).ToUnixTimeSeconds()));
        Write(run, ticket, QueryHelpers.AddQueryString(page.AbsoluteUri, TestTicket.Name, ticket.Sign(new TestKeyFile(run.Files.Folder).ReadOrCreate())));
        return ExitCode.Success;
    }

    private static void Write(OutboxRun run, TestTicket ticket, string link)
    {
        if (run.IsJson)
        {
            run.WriteJson(new { Link = link, ticket.Pixel, TestEventCode = ticket.Code, ticket.Expires });
            return;
        }

        run.Output.WriteLine(link);
        run.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Until {ticket.Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC the events of the browser that opens it carry {ticket.Code} and count nothing. To end it earlier, delete the cookie {TestTicket.Name}."));
    }

    private static int Fail(OutboxRun run, string why)
    {
        run.Error.WriteLine(why);
        return ExitCode.Failure;
    }
}
