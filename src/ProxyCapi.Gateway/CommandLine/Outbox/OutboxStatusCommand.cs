using System.CommandLine;
using System.Globalization;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary><c>outbox status</c>: what there is, and how the files are.</summary>
internal static class OutboxStatusCommand
{
    public static Command Create(OutboxOptions options, string[] settings)
    {
        var command = new Command("status", "Counts what waits, is on its way, in doubt, accepted or dead, by pixel and lane, and says how the files are.");
        OutboxRun.SetAction(command, options, settings, (run, _) => Show(run));
        return command;
    }

    private static int Show(OutboxRun run)
    {
        OutboxOverview overview;
        using (var archive = new OutboxArchive(run.Files))
        {
            overview = archive.Overview();
        }

        var now = run.Time.GetUtcNow();
        if (run.IsJson)
        {
            run.WriteJson(Answer(overview, now));
            return ExitCode.Success;
        }

        WriteFiles(run.Console, overview);
        if (overview.Lanes.Count == 0)
        {
            run.Console.MarkupLine("The outbox is empty.");
        }
        else
        {
            run.Console.Write(Lanes(overview, now, run.Console.Profile.Width));
        }

        return ExitCode.Success;
    }

    /// <summary>One row for each lane; where there is little room, the less important things share a column.</summary>
    private static Table Lanes(OutboxOverview overview, DateTimeOffset now, int width)
    {
        var isWide = width >= OperatorConsole.WideFrom;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(isWide ? ["Pixel", "Lane"] : ["Pixel\nLane"]);
        foreach (var name in isWide ? new[] { "Waiting", "Posting", "In doubt", "Accepted", "Bytes", "Oldest" } : ["Waiting", "Posting", "In doubt", "Oldest\nBytes"])
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        table.AddColumn(isWide ? "Dead" : "Ended");
        foreach (var lane in overview.Lanes)
        {
            table.AddRow(isWide ? Wide(lane, now) : Narrow(lane, now));
        }

        return table;
    }

    private static IRenderable[] Wide(LaneOverview lane, DateTimeOffset now) =>
    [
        new Text(lane.Pixel), new Text(LaneText(lane.Lane)), Number(lane.Waiting), Number(lane.Posting), Number(lane.InDoubt), Number(lane.Accepted),
        new Text(SpanText.WriteBytes(lane.Bytes)), new Text(Oldest(lane, now)), new Text(lane.Dead.Count == 0 ? "0" : string.Join('\n', Dead(lane))),
    ];

    private static IRenderable[] Narrow(LaneOverview lane, DateTimeOffset now) =>
    [
        new Text($"{lane.Pixel}\n{LaneText(lane.Lane)}"), Number(lane.Waiting), Number(lane.Posting), Number(lane.InDoubt),
        new Text($"{Oldest(lane, now)}\n{SpanText.WriteBytes(lane.Bytes)}"),
        new Text(string.Join('\n', lane.Accepted > 0 ? Dead(lane).Prepend($"{Count(lane.Accepted)} accepted") : Dead(lane))),
    ];

    private static IEnumerable<string> Dead(LaneOverview lane) => lane.Dead.Select(reason => $"{Count(reason.Value)} {reason.Key}");

    private static string Oldest(LaneOverview lane, DateTimeOffset now) => lane.OldestEvent is { } oldest ? SpanText.Write(now - oldest) : "-";

    private static void WriteFiles(IAnsiConsole console, OutboxOverview overview)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Text("Folder"), new Text(overview.Folder));
        grid.AddRow(new Text("Proxy"), new Text(overview.IsInUse switch { true => "a process holds the folder", false => "no process holds the folder", null => "unknown: the lock may not be looked at" }));
        grid.AddRow(new Text("Files"), new Text(
            $"database {SpanText.WriteBytes(overview.DatabaseBytes)}, log {SpanText.WriteBytes(overview.LogBytes)}, free on the disk {(overview.FreeBytes is { } free ? SpanText.WriteBytes(free) : "unknown")}"));
        grid.AddRow(new Text("Tables"), new Text($"version {overview.SchemaVersion}"));
        grid.AddRow(new Text("Last id"), new Text(LastId(overview)));
        if (overview.SetAside.Count > 0)
        {
            grid.AddRow(new Text("Set aside"), new Text($"{string.Join(", ", overview.SetAside)}: damaged files that were kept. Delete them when nobody needs them any more."));
        }

        console.Write(grid);
    }

    private static string LastId(OutboxOverview overview) =>
        overview.LastId < overview.Mark.LastId
            ? $"{overview.LastId}, but {overview.Mark.LastId} is known to have been on disk: the database has lost its end. Look at the disk."
            : string.Create(CultureInfo.InvariantCulture, $"{overview.LastId} (known to be on disk: {overview.Mark.LastId}{(overview.Mark.IsClosed ? ", closed in order" : "")})");

    private static object Answer(OutboxOverview overview, DateTimeOffset now) => new
    {
        overview.Folder,
        overview.IsInUse,
        overview.SchemaVersion,
        overview.DatabaseBytes,
        overview.LogBytes,
        overview.FreeBytes,
        overview.LastId,
        HighWaterMark = overview.Mark.LastId,
        overview.Mark.IsClosed,
        HasLostItsEnd = overview.LastId < overview.Mark.LastId,
        overview.SetAside,
        Lanes = overview.Lanes.Select(lane => new
        {
            lane.Pixel,
            lane.Lane,
            lane.Waiting,
            lane.Posting,
            lane.InDoubt,
            lane.Accepted,
            Dead = lane.Dead.Values.Sum(),
            DeadByReason = lane.Dead,
            lane.Bytes,
            OldestEventTime = lane.OldestEvent,
            OldestAgeSeconds = lane.OldestEvent is { } oldest ? (long?)(now - oldest).TotalSeconds : null,
        }),
    };

    private static Text Number(long number) => new(Count(number));

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string LaneText(Lane lane) => lane == Lane.Money ? "money" : "other";
}
