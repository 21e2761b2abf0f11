using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ProxyCapi.Storage;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary><c>outbox show</c>: everything about one event, and nothing about the buyer.</summary>
internal static class OutboxShowCommand
{
    public static Command Create(OutboxOptions options, string[] settings)
    {
        var id = new Argument<string>("id") { Description = "An id of the list, an event id (purchase-4711), or an order id" };
        var command = new Command("show", "Shows one event with what would be sent; hashes are shortened, address, browser and click ids masked.") { id };
        OutboxRun.SetAction(command, options, settings, (run, parsed) => Show(run, parsed.GetRequiredValue(id)));
        return command;
    }

    private static int Show(OutboxRun run, string text)
    {
        var (items, seen, isComplete) = Find(run, text);
        if (run.IsJson)
        {
            run.WriteJson(new { Items = items.Select(Answer), Left = items.Count == 0 ? seen.Select(Answer) : [] });
        }
        else
        {
            items.ForEach(item => Write(run, item));
        }

        if (items.Count == 0)
        {
            WriteSeen(run, seen);
        }

        if (!isComplete)
        {
            run.Error.WriteLine($"Only the newest {OutboxArchive.MostSearched} events were looked through.");
        }

        return items.Count + seen.Count == 0 ? ExitCode.NothingFound : ExitCode.Success;
    }

    private static (List<ArchivedItem> Items, List<SeenOrder> Seen, bool IsComplete) Find(OutboxRun run, string text)
    {
        using var archive = new OutboxArchive(run.Files);
        List<SeenOrder> seen = [];
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            if (archive.Find(id) is { } item)
            {
                return ([item], seen, true);
            }

            if (archive.FindSeen(id) is { } left)
            {
                seen.Add(left);
                return ([], seen, true);
            }
        }

        // A shop's ids may be numbers too.
        var (found, isComplete) = archive.FindCalled(text);
        return found.Count > 0
            ? (found, seen, isComplete)
            : (found, archive.FindSeen(text, Pixels(run, archive), run.Location.EventNames), isComplete);
    }

    private static string[] Pixels(OutboxRun run, OutboxArchive archive) =>
        [.. run.Location.Options.Pixels.Keys.Concat(archive.Overview().Lanes.Select(lane => lane.Pixel)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static void WriteSeen(OutboxRun run, List<SeenOrder> seen)
    {
        if (run.IsJson)
        {
            return;
        }

        if (seen.Count == 0)
        {
            run.Error.WriteLine("Nothing found: no such id, event id or order id is in the outbox or remembered.");
        }

        foreach (var order in seen)
        {
            run.Output.WriteLine(
                $"{order.EventName ?? "The event"}{(order.Pixel is null ? "" : $" of pixel '{order.Pixel}'")} has left the outbox: Meta accepted it, or it was a dead letter that was deleted.");
            run.Output.WriteLine($"  its id was      {(order.Item == 0 ? "none: it was never on disk" : order.Item.ToString(CultureInfo.InvariantCulture))}");
            run.Output.WriteLine($"  remembered      until {Time(order.Expires)}; the same order counts as a duplicate until then");
            run.Output.WriteLine($"  Meta's warning  {order.Note ?? "none"}");
        }
    }

    private static void Write(OutboxRun run, ArchivedItem item)
    {
        var (view, row, now) = (OutboxItemView.Of(item), item.Row, run.Time.GetUtcNow());
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("Id", row.Id.ToString(CultureInfo.InvariantCulture));
        Add("Event", row.EventName);
        Add("Event id", item.EventId ?? "the body cannot be opened: its bytes are damaged, or its key is not here");
        Add("Order id", item.OrderId);
        Add("Pixel", row.Pixel);
        Add("Lane", row.Lane == Delivery.Lane.Money ? "money" : "other");
        Add("State", view.StateText);
        Add("Reason", row.Reason);
        Add("Meta's code", view.CodeText);
        Add("Last note", row.Note);
        Add("Event time", At(row.EventTime));
        Add("Due", view.DueAt is { } due ? due <= now ? $"{Time(due)} (now)" : $"{Time(due)} (in {SpanText.Write(due - now)})" : null);
        Add("Posting since", At(view.PostingSince));
        Add("Ended", At(view.EndedAt));
        Add("First request", At(row.FirstPost));
        Add("In doubt since", At(row.DoubtSince));
        Add("Tries", row.Attempts.ToString(CultureInfo.InvariantCulture));
        Add("Action source", row.ActionSource);
        Add("Size", SpanText.WriteBytes(row.Size));
        Add("Sealed with", $"key {row.KeyId:x8}");
        Add("Remembered", item.Seen is { } seen ? $"until {Time(seen.Expires)}{(seen.Item == row.Id ? "" : $", now as {seen.Item}")}" : "no longer");
        Add("Meta's warning", item.Seen?.Note);
        run.Console.Write(grid);
        if (item.Opened is { } opened)
        {
            run.Output.WriteLine(PayloadMask.Apply(opened.Item.Payload) is { } payload
                ? JsonSerializer.Serialize(payload, OperatorJson.Options)
                : "What would be sent is no JSON object.");
        }

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                grid.AddRow(new Text(name), new Text(value));
            }
        }

        string? At(DateTimeOffset? time) => time is { } known ? $"{Time(known)} ({SpanText.Write(now - known)} ago)" : null;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static object Answer(ArchivedItem item) => new
    {
        Item = OutboxItemView.Of(item),
        item.OrderId,
        item.Row.ActionSource,
        item.Row.Size,
        FirstRequestAt = item.Row.FirstPost,
        InDoubtSince = item.Row.DoubtSince,
        KeyId = item.Row.KeyId.ToString("x8", CultureInfo.InvariantCulture),
        RememberedUntil = item.Seen?.Expires,
        RememberedAs = item.Seen?.Item,
        Warning = item.Seen?.Note,
        Payload = item.Opened is { } opened ? PayloadMask.Apply(opened.Item.Payload) : null,
    };

    private static object Answer(SeenOrder seen) => new { Id = seen.Item, Event = seen.EventName, seen.Pixel, RememberedUntil = seen.Expires, Warning = seen.Note };
}
