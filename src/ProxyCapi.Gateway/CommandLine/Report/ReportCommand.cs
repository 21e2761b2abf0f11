using System.CommandLine;
using System.Globalization;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.Storage;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Report;

/// <summary><c>report</c>: what was seen against what Meta accepted, by day and pixel.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    /// <param name="settings">Configuration from the command line.</param>
    public static Command Create(string[] settings)
    {
        var options = new OutboxOptions();
        var since = new Option<string>("--since")
        {
            Description = "How far back: 24h, 7d",
            HelpName = "span",
            DefaultValueFactory = _ => "24h",
        };
        var command = new Command("report", "Shows what was seen and what Meta accepted, by day and pixel, and what explains the difference. Works while the proxy runs.") { since };
        command.Options.Add(options.DataDirectory);
        command.Options.Add(options.Json);
        since.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(SpanText.TryParse(result.Tokens[0].Value, out var span) && span <= BooksFile.Kept))
            {
                result.AddError($"--since cannot read '{result.Tokens[0].Value}'. Write {SpanText.Forms}, up to {BooksFile.Kept.Days.ToString(CultureInfo.InvariantCulture)}d.");
            }
        });
        OutboxRun.SetAction(command, options, settings, (run, parsed) =>
        {
            _ = SpanText.TryParse(parsed.GetRequiredValue(since), out var span);
            return Report(run, span);
        });
        return command;
    }

    private static int Report(OutboxRun run, TimeSpan span)
    {
        var (until, from) = (run.Time.GetUtcNow(), run.Time.GetUtcNow() - span);
        var books = new BooksFile(run.Files.Folder, run.Files.Settings);
        long? unaccounted = run.Files.IsInUse() == false ? Reconciliation.Unaccounted(books.Read(DateTimeOffset.UnixEpoch), Waiting(run)) : null;
        var report = Reconciliation.Of(books.Read(from), unaccounted);
        if (run.IsJson)
        {
            run.WriteJson(Answer(report, from, until));
        }
        else
        {
            Write(run, report);
        }

        return report.Rows.Count + report.Days.Count > 0 ? ExitCode.Success : ExitCode.NothingFound;
    }

    private static long Waiting(OutboxRun run)
    {
        using var archive = new OutboxArchive(run.Files);
        return archive.Overview().Lanes.Sum(lane => lane.Waiting + lane.Posting);
    }

    private static void Write(OutboxRun run, Reconciliation report)
    {
        if (report.Rows.Count + report.Days.Count == 0)
        {
            run.Error.WriteLine("Nothing was counted in this time.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Day (UTC)", "Pixel", "Event");
        foreach (var name in new[] { "Seen", "Accepted", "Duplicate", "Open" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumn("Otherwise");
        foreach (var row in report.Rows)
        {
            table.AddRow(
                new Text(row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), new Text(row.Pixel.Length == 0 ? "(none)" : row.Pixel), new Text(row.EventName),
                Number(row.Seen), Number(row.Accepted), Number(row.Duplicate), Number(row.Open),
                new Text(string.Join('\n', row.Others.Select(pair => $"{Count(pair.Value)} {pair.Key}"))));
        }

        run.Console.Write(table);
        WriteDays(run, report);
        WriteFindings(run, report);
    }

    private static void WriteDays(OutboxRun run, Reconciliation report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Day (UTC)");
        foreach (var name in new[] { "Observed", "With events", "Unpaid", "Doubtful" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        table.AddColumn("Other ends");
        foreach (var day in report.Days)
        {
            table.AddRow(
                new Text(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), Number(day.Total), Number(day.Count("converted")), Number(day.Count("unpaid")), Number(day.Count("refused")),
                new Text(string.Join(", ", day.Exchanges.Where(line => line.Reason is not ("converted" or "unpaid" or "refused")).Select(line => $"{Count(line.Count)} {line.Reason}"))));
        }

        run.Console.Write(table);
        if (report.Replayed > 0)
        {
            run.Output.WriteLine($"{Count(report.Replayed)} dead letters were replayed: each of them has ended twice.");
        }
    }

    private static void WriteFindings(OutboxRun run, Reconciliation report)
    {
        run.Output.WriteLine(report.Findings.Count == 0 ? "No gap: everything that was seen has ended as it should." : "Gaps:");
        foreach (var finding in report.Findings)
        {
            var about = string.Join(' ', new[] { finding.EventName, finding.Pixel.Length == 0 ? "" : $"of pixel '{finding.Pixel}'" }.Where(part => part.Length > 0));
            run.Output.WriteLine($"- {(about.Length == 0 ? "" : about + ": ")}{finding.Text}");
        }
    }

    /// <summary>The report for scripts and for the admin listener.</summary>
    public static object Answer(Reconciliation report, DateTimeOffset from, DateTimeOffset until) => new
    {
        From = from,
        Until = until,
        Events = report.Rows.Select(row => new { row.Day, row.Pixel, Event = row.EventName, row.Seen, row.Accepted, row.Duplicate, row.Open, row.Others }),
        report.Replayed,
        Days = report.Days.Select(day => new
        {
            day.Day,
            Observed = day.Total,
            WithEvents = day.Count("converted"),
            Unpaid = day.Count("unpaid"),
            Doubtful = day.Count("refused"),
            Exchanges = day.Exchanges.Select(line => new { line.Outcome, line.Reason, line.Count }),
        }),
        Findings = report.Findings.Select(finding => new { finding.Pixel, Event = finding.EventName, finding.Text }),
    };

    private static Text Number(long number) => new(Count(number));

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
