using System.CommandLine;
using System.Globalization;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary><c>outbox replay</c>: has dead letters sent again as they were.</summary>
internal static class OutboxReplayCommand
{
    private const int MostNamed = 20;

    public static Command Create(OutboxOptions options, string[] settings)
    {
        var ids = new Argument<long[]>("id") { Description = "Ids of the list", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all-dead") { Description = "Every dead letter" };
        var force = new Option<bool>("--force") { Description = "Also what may count twice (in doubt), what is older than Meta accepts, and what else is refused" };
        var command = new Command("replay", "Sends dead letters again, with the same event id and event time.") { ids, all, force };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetResult(ids)?.Tokens.Count > 0))
            {
                result.AddError("Write the ids of dead letters (outbox list --dead), or --all-dead.");
            }
        });
        OutboxRun.SetAction(command, options, settings, (run, parsed) =>
            Replay(run, parsed.GetValue(all) ? null : parsed.GetRequiredValue(ids), parsed.GetValue(force)));
        return command;
    }

    private static int Replay(OutboxRun run, long[]? ids, bool isForced)
    {
        ReplayResult result;
        using (var administration = new OutboxAdministration(run.Files, run.Time))
        {
            var wanted = ids ?? [.. administration.DeadLetters()];
            if (wanted.Length == 0)
            {
                return Nothing(run);
            }

            using var audit = new OutboxAudit(run);
            try
            {
                result = administration.Replay(wanted, isForced);
            }
            catch
            {
                audit.Write($"action=replay requested={wanted.Length} force={Flag(isForced)} result=failed");
                throw;
            }

            audit.Write($"action=replay requested={wanted.Length} replayed={result.Replayed.Count} refused={result.Refused.Count} force={Flag(isForced)}");
        }

        Write(run, result);
        return result.Refused.Any(row => row.Why != ReplayRefusal.NotDead) ? ExitCode.Refused
            : result.Refused.Count == 0 ? ExitCode.Success
            : result.Replayed.Count == 0 ? ExitCode.NothingFound : ExitCode.Refused;
    }

    private static int Nothing(OutboxRun run)
    {
        if (run.IsJson)
        {
            Write(run, new ReplayResult([], [], []));
        }
        else
        {
            run.Error.WriteLine("There are no dead letters.");
        }

        return ExitCode.NothingFound;
    }

    private static void Write(OutboxRun run, ReplayResult result)
    {
        if (run.IsJson)
        {
            run.WriteJson(new
            {
                result.Replayed,
                Insisted = result.Insisted.Select(row => new { row.Id, row.Why }),
                Refused = result.Refused.Select(row => new { row.Id, row.Why, Because = Reason(row.Why) }),
            });
            return;
        }

        if (result.Replayed.Count > 0)
        {
            run.Output.WriteLine($"{Events(result.Replayed.Count)} again: {run.WhenSent()}.");
        }

        foreach (var group in result.Insisted.GroupBy(row => row.Why))
        {
            run.Error.WriteLine($"Against this rule, because of --force: {Ids(group.Select(row => row.Id))}. {Reason(group.Key)} {Outlook(group.Key)}".TrimEnd());
        }

        foreach (var group in result.Refused.GroupBy(row => row.Why))
        {
            run.Error.WriteLine($"Not replayed: {Ids(group.Select(row => row.Id))}. {Reason(group.Key)}{(group.Key == ReplayRefusal.NotDead ? "" : " Insist with --force.")}");
        }
    }

    /// <summary>Why a dead letter is not sent again, in a sentence.</summary>
    public static string Reason(ReplayRefusal why) => why switch
    {
        ReplayRefusal.NotDead => "There is no dead letter with this id.",
        ReplayRefusal.InDoubt => "Meta may have this event already, and may count it a second time.",
        ReplayRefusal.TooOld => "It is older than Meta accepts.",
        ReplayRefusal.Undecryptable => "It cannot be opened: its bytes are damaged, or its key is not in Delivery:EncryptionKeys or outbox.key.",
        ReplayRefusal.Superseded => "Its order came again later, and that event stands for it.",
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };

    // What an operator insists on still meets the sender.
    private static string Outlook(ReplayRefusal why) => why switch
    {
        ReplayRefusal.TooOld => "Unless this machine's clock is wrong, the proxy ends it as expired again.",
        ReplayRefusal.Undecryptable => "Unless the proxy has the key, it ends it as undecryptable again.",
        _ => "",
    };

    private static string Events(int count) => count == 1 ? "1 event waits" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} events wait");

    private static string Ids(IEnumerable<long> ids)
    {
        var all = ids.ToArray();
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "");
    }

    private static string Flag(bool value) => value ? "yes" : "no";
}
