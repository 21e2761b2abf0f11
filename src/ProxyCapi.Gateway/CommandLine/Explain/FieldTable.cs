using ProxyCapi.Extraction.Discovery;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>The fields of one event as a table.</summary>
internal static class FieldTable
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["em"] = "e-mail",
        ["ph"] = "phone",
        ["fn"] = "first name",
        ["ln"] = "last name",
        ["ct"] = "city",
        ["st"] = "state",
        ["zp"] = "postcode",
        ["db"] = "birthday",
        ["ge"] = "gender",
        ["external_id"] = "customer number",
    };

    /// <summary>Writes it.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="from">Heading of the column that says where a value comes from.</param>
    /// <param name="console">Where to.</param>
    public static void Write(IReadOnlyList<ExplainedField> fields, string from, IAnsiConsole console)
    {
        var hasOthers = fields.Any(field => field.Others.Count > 0);
        var table = new Table().RoundedBorder().AddColumns("field", "value", from);
        if (hasOthers)
        {
            table.AddColumn("others say");
        }

        foreach (var field in fields)
        {
            var cells = new List<Text> { new(Name(field.Key)), new(field.IsPersonal ? field.Value + "  (sent hashed)" : field.Value), new(field.Origin) };
            if (hasOthers)
            {
                cells.Add(new Text(string.Join("\n", field.Others)));
            }

            table.AddRow(cells);
        }

        console.Write(table);
    }

    private static string Name(string key) => Words.TryGetValue(key, out var word) ? $"{key} ({word})" : key;
}
