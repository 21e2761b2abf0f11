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
                JudgeField(field, findings);
            }
        }
    }

    private static void JudgeField(JsonProperty field, EventFindings findings)
    {
        if (field.Value.IsAbsent())
        {
            findings.Refuse(field.Name, Complaint(field.Value));
        }
        else if (field.Value.ValueKind == JsonValueKind.Object)
        {
            JudgeObject(field.Value, findings.In(field.Name));
        }
        else if (field.Value.ValueKind == JsonValueKind.Array && !field.NameEquals("extinfo"u8))
        {
            JudgeList(field, findings);
        }
    }

    private static void JudgeObject(JsonElement value, EventFindings findings)
    {
        foreach (var field in value.EnumerateObject())
        {
            JudgeField(field, findings);
        }
    }

    private static void JudgeList(JsonProperty list, EventFindings findings)
    {
        foreach (var entry in list.Value.EnumerateArray())
        {
            if (entry.IsAbsent())
            {
                findings.Refuse(list.Name, $"In this list: {Complaint(entry)}");
            }
            else if (entry.ValueKind == JsonValueKind.Object)
            {
                JudgeObject(entry, findings.In(list.Name));
            }
        }
    }

    private static string Complaint(JsonElement empty) => empty.ValueKind switch
    {
        JsonValueKind.Null => "It is null; leave it out.",
        JsonValueKind.Array => "It is an empty list; leave it out.",
        _ => "It is an empty text; leave it out.",
    };
}
