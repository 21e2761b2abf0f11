using System.Globalization;
using ProxyCapi.Delivery;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>Rows as a table: side by side where there is room, else under each other. Ids are never cut: they are copied into the next command.</summary>
internal static class OutboxItemTable
{
    private const int LongestNote = 100;

    /// <summary>The table.</summary>
    public static Table Create(IReadOnlyList<OutboxItemView> items, DateTimeOffset now, int width)
    {
        var isWide = width >= OperatorConsole.WideFrom;
        var ended = items.All(item => item.EndedAt is not null);
        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = !isWide };
        AddColumns(table, isWide, ended);
        foreach (var item in items)
        {
            table.AddRow(isWide ? Wide(item, now) : Narrow(item, now));
        }

        return table;
    }

    private static void AddColumns(Table table, bool isWide, bool ended)
    {
        var when = ended ? "Ended" : "Due in";
        table.AddColumn(new TableColumn("Id").NoWrap());
        table.AddColumn("Event");
        foreach (var name in isWide ? new[] { "Pixel", "Lane", "State" } : ["Pixel", "State"])
        {
            table.AddColumn(new TableColumn(name).NoWrap());
        }

        foreach (var name in isWide ? new[] { "Age", when, "Tries" } : [$"Age\n{when}", "Tries"])
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        if (isWide)
        {
            table.AddColumn("Last note");
        }
    }

    private static IRenderable[] Wide(OutboxItemView item, DateTimeOffset now) =>
    [
        new Text(Id(item)), new Text($"{item.Event}\n{EventId(item)}"), new Text(item.Pixel), new Text(LaneText(item)), new Text(State(item)),
        new Text(SpanText.Write(now - item.EventTime)), new Text(When(item, now)), new Text(Tries(item)), new Text(Note(item)),
    ];

    private static IRenderable[] Narrow(OutboxItemView item, DateTimeOffset now) =>
    [
        new Text(Id(item)), new Text(Note(item) is { Length: > 0 } note ? $"{item.Event}\n{EventId(item)}\nnote: {note}" : $"{item.Event}\n{EventId(item)}"),
        new Text($"{item.Pixel}\n{LaneText(item)}"), new Text(State(item)), new Text($"{SpanText.Write(now - item.EventTime)}\n{When(item, now)}"), new Text(Tries(item)),
    ];

    private static string Id(OutboxItemView item) => item.Id.ToString(CultureInfo.InvariantCulture);

    private static string EventId(OutboxItemView item) => item.EventId ?? "(cannot be opened)";

    private static string LaneText(OutboxItemView item) => item.Lane == Lane.Money ? "money" : "other";

    private static string State(OutboxItemView item) => string.Join('\n', new[] { item.Reason ?? item.StateText, item.CodeText }.Where(text => text.Length > 0));

    private static string Tries(OutboxItemView item) => item.Attempts.ToString(CultureInfo.InvariantCulture);

    private static string Note(OutboxItemView item) => item.Note is { Length: > LongestNote } note ? note[..LongestNote] + "…" : item.Note ?? "";

    private static string When(OutboxItemView item, DateTimeOffset now) => item switch
    {
        { EndedAt: { } ended } => SpanText.Write(now - ended) + " ago",
        { DueAt: { } due } => due <= now ? "now" : SpanText.Write(due - now),
        _ => "-",
    };
}
