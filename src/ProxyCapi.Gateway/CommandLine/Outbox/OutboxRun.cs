using System.CommandLine;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ProxyCapi.Storage;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>One call of an outbox command: where the outbox is, and where to write to.</summary>
internal sealed class OutboxRun
{
    private OutboxRun(ParseResult parsed, OutboxOptions options, OutboxLocation location)
    {
        Location = location;
        IsJson = parsed.GetValue(options.Json);
        Output = parsed.InvocationConfiguration.Output;
        Error = parsed.InvocationConfiguration.Error;
        Console = OperatorConsole.Create(Output);
    }

    /// <summary>The outbox and what the configuration says about it.</summary>
    public OutboxLocation Location { get; }

    /// <summary>The outbox.</summary>
    public OutboxFiles Files => Location.Files;

    /// <summary>Whether a script reads the answer.</summary>
    public bool IsJson { get; }

    /// <summary>The answer.</summary>
    public TextWriter Output { get; }

    /// <summary>Everything that is not the answer.</summary>
    public TextWriter Error { get; }

    /// <summary>The answer, for people.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Sets what a command does; whatever keeps it from that becomes one message and an exit code.</summary>
    public static void SetAction(Command command, OutboxOptions options, string[] settings, Func<OutboxRun, ParseResult, int> action) => command.SetAction(parsed =>
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return action(new OutboxRun(parsed, options, OutboxLocation.Find(settings, parsed.GetValue(options.DataDirectory))), parsed);
        }
        catch (GatewayConfigurationException exception)
        {
            error.WriteLine(exception.Message);
            return ExitCode.BadConfiguration;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            error.WriteLine($"The configuration cannot be read: {exception.Message} {exception.GetBaseException().Message}");
            return ExitCode.BadConfiguration;
        }
        catch (OutboxAccessException exception)
        {
            error.WriteLine(exception.Message);
        }
        catch (SqliteException exception)
        {
            error.WriteLine(OutboxAccessException.Of(exception).Message);
        }
        catch (Exception exception) when (SealedRow.IsNoRow(exception))
        {
            error.WriteLine($"A row of outbox.db holds what no version of ProxyCapi writes ({exception.GetType().Name}): the file is damaged. Copy the folder, and look at the disk.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{exception.Message} Run the command as the user that the proxy runs as.");
        }

        return ExitCode.Failure;
    });

    /// <summary>Writes the answer for a script.</summary>
    public void WriteJson(object answer) => Output.WriteLine(JsonSerializer.Serialize(answer, OperatorJson.Options));

    /// <summary>Says what the proxy will make of rows that wait again.</summary>
    public string WhenSent() => Files.IsInUse() switch
    {
        true => "the running proxy looks for them within a second or two",
        false => "no process holds the folder: they go out when the proxy starts",
        null => "the proxy sends them when it runs",
    };
}
