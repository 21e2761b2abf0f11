using System.CommandLine;
using System.Globalization;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary><c>outbox purge</c>: deletes what has ended.</summary>
internal static class OutboxPurgeCommand
{
    public static Command Create(OutboxOptions options, string[] settings)
    {
        var olderThan = new Option<string>("--older-than") { Description = $"How long ago they ended at least: {SpanText.Forms}", HelpName = "span", Required = true };
        var dead = new Option<bool>("--dead") { Description = "Dead letters (the default)" };
        var accepted = new Option<bool>("--accepted") { Description = "Accepted events that were kept" };
        var yes = new Option<bool>("--yes") { Description = "Does not ask; neither does it where nobody could answer" };
        olderThan.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !SpanText.TryParse(result.Tokens[0].Value, out _))
            {
                result.AddError($"--older-than cannot read '{result.Tokens[0].Value}'. Write {SpanText.Forms}.");
            }
        });
        var command = new Command("purge", "Deletes dead letters (or accepted events) that ended long ago. Their orders stay remembered.") { olderThan, dead, accepted, yes };
        OutboxRun.SetAction(command, options, settings, (run, parsed) =>
        {
            ItemState[] states = (parsed.GetValue(dead), parsed.GetValue(accepted)) switch
            {
                (true, true) => [ItemState.Dead, ItemState.Accepted],
                (false, true) => [ItemState.Accepted],
                _ => [ItemState.Dead],
            };
            _ = SpanText.TryParse(parsed.GetRequiredValue(olderThan), out var span);
            return Purge(run, states, span, parsed.GetValue(yes) || Console.IsInputRedirected);
        });
        return command;
    }

    private static int Purge(OutboxRun run, ItemState[] states, TimeSpan span, bool isSure)
    {
        using var administration = new OutboxAdministration(run.Files, run.Time);
        var before = run.Time.GetUtcNow() - span;
        var found = states.Sum(state => administration.CountEnded(state, before));
        if (found == 0 || !(isSure || IsConfirmed(run, found, states)))
        {
            Write(run, 0);
            return ExitCode.NothingFound;
        }

        using var audit = new OutboxAudit(run);
        var deleted = 0L;
        try
        {
            foreach (var state in states)
            {
                deleted += administration.Purge(state, before);
            }
        }
        catch
        {
            audit.Write($"{Action(states, span)} result=failed");
            throw;
        }

        audit.Write($"{Action(states, span)} deleted={deleted}");
        Write(run, deleted);
        return ExitCode.Success;
    }

    private static bool IsConfirmed(OutboxRun run, long count, ItemState[] states)
    {
        run.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Delete {count:N0} events ({Names(states)}) for good? Type yes: "));
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static void Write(OutboxRun run, long deleted)
    {
        if (run.IsJson)
        {
            run.WriteJson(new { Deleted = deleted });
        }
        else
        {
            run.Output.WriteLine(deleted == 0 ? "Nothing was deleted." : string.Create(CultureInfo.InvariantCulture, $"{deleted:N0} deleted."));
        }
    }

    private static string Action(ItemState[] states, TimeSpan span) => $"action=purge states={Names(states)} older-than={span:c}";

    private static string Names(ItemState[] states) => string.Join('+', states.Select(state => state == ItemState.Dead ? "dead" : "accepted"));
}
