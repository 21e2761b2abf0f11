using System.Text.Json.Nodes;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints what the emulator accepted, as a person reads it.</summary>
internal static class EventTable
{
    private static readonly string[] MatchKeys = ["em", "ph", "fn", "ln", "ct", "zp", "country", "client_ip_address", "client_user_agent", "fbp", "fbc"];

    /// <summary>One table for the events, one for what Meta can recognise the buyer by.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<JsonObject> events)
    {
        var summary = new Table().Title("Accepted by the Graph emulator").AddColumns("event", "value", "order id", "items", "event id");
        var keys = new Table().Title("What Meta can recognise the buyer by").AddColumn("event");
        foreach (var key in MatchKeys)
        {
            keys.AddColumn(key);
        }

        foreach (var item in events)
        {
            var custom = item["custom_data"] as JsonObject ?? [];
            var user = item["user_data"] as JsonObject ?? [];
            var name = Text(item["event_name"]);
            summary.AddRow(
                name, $"{Text(custom["value"])} {Text(custom["currency"])}", Text(custom["order_id"]),
                custom["contents"] is JsonArray contents ? $"{contents.Count}" : "", Text(item["event_id"]));
            keys.AddRow([name, .. MatchKeys.Select(key => user.ContainsKey(key) ? "[green]yes[/]" : "[grey]no[/]")]);
        }

        console.Write(summary);
        console.Write(keys);
    }

    private static string Text(JsonNode? node) => Markup.Escape(node?.ToString() ?? "");
}
