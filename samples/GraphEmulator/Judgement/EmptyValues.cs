using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>
/// What has no value is left out: no nulls, no empty texts, no empty lists. Two exceptions: an empty <c>data_processing_options</c> says "no
/// restriction", and <c>app_data.extinfo</c> counts places.
/// </summary>
internal static class EmptyValues
{
    /// <summary>Looks through the whole event.</summary>
    public static void Judge(JsonElement item, EventFindings findings)
    {
        foreach (var field in item.EnumerateObject())
        {
            if (!field.NameEquals("data_processing_options"u8) || field.Value.ValueKind != JsonValueKind.Array)
            {
                Judge(field.Value, field.Name, findings);
            }
        }
    }

    private static void Judge(JsonElement value, string name, EventFindings findings)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                findings.Refuse(name, "It is null; leave it out.");
                break;
            case JsonValueKind.String when value.ValueEquals(""u8):
                findings.Refuse(name, "It is an empty text; leave it out.");
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                findings.Refuse(name, "It is an empty list; leave it out.");
                break;
            case JsonValueKind.Array when name != "extinfo":
                foreach (var entry in value.EnumerateArray())
                {
                    Judge(entry, name, findings);
                }

                break;
            case JsonValueKind.Object:
                var inner = findings.In(name);
                foreach (var field in value.EnumerateObject())
                {
                    Judge(field.Value, field.Name, inner);
                }

                break;
        }
    }
}
