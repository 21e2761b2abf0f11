using System.CommandLine;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary><c>outbox list</c>: rows, one a line.</summary>
internal static class OutboxListCommand
{
    private const int MostListed = 100_000;

    public static Command Create(OutboxOptions options, string[] settings)
    {
        var dead = new Option<bool>("--dead") { Description = "Dead letters, the newest first, with Meta's code and words" };
        var accepted = new Option<bool>("--accepted") { Description = "Accepted events, the newest first; only with Delivery:AcceptedRetention" };
        var pixel = new Option<string>("--pixel") { Description = "Only this pixel, by its name in the configuration", HelpName = "name" };
        var name = new Option<string>("--event") { Description = "Only this event: Purchase", HelpName = "name" };
        var limit = new Option<int>("--limit") { Description = $"How many at most, 1 to {MostListed}", HelpName = "number", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 1 or > MostListed)
            {
                result.AddError($"--limit takes a number from 1 to {MostListed}.");
            }
        });
        var command = new Command("list", "Lists what waits or is on its way, the oldest first; or the dead letters.") { dead, accepted, pixel, name, limit };
        command.Validators.Add(result =>
        {
            if (result.GetValue(dead) && result.GetValue(accepted))
            {
                result.AddError("Write --dead or --accepted, not both.");
            }
        });
        OutboxRun.SetAction(command, options, settings, (run, parsed) =>
        {
            ItemState[] states = parsed.GetValue(dead) ? [ItemState.Dead] : parsed.GetValue(accepted) ? [ItemState.Accepted] : [ItemState.Waiting, ItemState.Posting];
            return Show(run, new OutboxQuery(states, parsed.GetValue(pixel), parsed.GetValue(name), parsed.GetValue(limit)));
        });
        return command;
    }

    private static int Show(OutboxRun run, OutboxQuery query)
    {
        List<OutboxItemView> items;
        long total;
        using (var archive = new OutboxArchive(run.Files))
        {
            items = [.. archive.List(query).Select(OutboxItemView.Of)];
            total = archive.Count(query);
        }

        if (run.IsJson)
        {
            run.WriteJson(new { Total = total, Items = items });
        }
        else if (items.Count == 0)
        {
            run.Error.WriteLine("Nothing found.");
        }
        else
        {
            run.Console.Write(OutboxItemTable.Create(items, run.Time.GetUtcNow(), run.Console.Profile.Width));
            if (items.Count < total)
            {
                run.Output.WriteLine($"{items.Count} of {total}; more with --limit.");
            }
        }

        return items.Count == 0 ? ExitCode.NothingFound : ExitCode.Success;
    }
}
