using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints what the emulator accepted, as a person reads it.</summary>
internal static class EventTable
{
    private const int HashLength = 64;
    private const int ShownOfHash = 12;

    /// <summary>One table for each event: what was bought, then what Meta can recognise the buyer by.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<JsonObject> events)
    {
        foreach (var item in events)
        {
            var table = new Table().Title("Accepted by the stand-in for Meta").AddColumns("field", "value");
            foreach (var (field, value) in Rows(item))
            {
                table.AddRow(Markup.Escape(field), Markup.Escape(value));
            }

            console.Write(table);
        }
    }

    private static IEnumerable<(string Field, string Value)> Rows(JsonObject item)
    {
        foreach (var (key, value) in item)
        {
            switch (key, value)
            {
                case ("event_time", JsonValue seconds):
                    yield return (key, DateTimeOffset.FromUnixTimeSeconds(seconds.GetValue<long>()).ToString("u", CultureInfo.InvariantCulture));
                    break;
                case (_, JsonObject group):
                    foreach (var (name, entry) in group)
                    {
                        yield return ($"{key}.{name}", Text(entry));
                    }

                    break;
                default:
                    yield return (key, Text(value));
                    break;
            }
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonArray list => string.Join('\n', list.Select(Text)),
        JsonObject line => string.Join(", ", line.Select(entry => $"{entry.Key} {Text(entry.Value)}")),
        null => "",
        _ when node.ToString() is { Length: HashLength } hash && hash.All(char.IsAsciiHexDigitLower) => $"{hash[..ShownOfHash]}… (SHA-256)",
        _ => node.ToString(),
    };
}
