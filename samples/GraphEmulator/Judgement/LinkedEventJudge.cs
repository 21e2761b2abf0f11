using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges what ties an event to another one, or to somebody else's attribution.</summary>
internal static class LinkedEventJudge
{
    public static void Judge(JsonElement item, EventFindings findings)
    {
        if (item.Member("customer_segmentation") is var segment && !segment.IsAbsent())
        {
            CustomerSegment.Judge(segment, "customer_segmentation", findings);
            findings.Warn("customer_segmentation", "Meta's own example has it in custom_data.");
        }

        JudgeOriginal(item.Member("original_event_data"), findings);
        foreach (var field in new[] { "attribution_data", "app_data" })
        {
            if (item.Member(field) is var linked && !linked.IsAbsent() && linked.ValueKind != JsonValueKind.Object)
            {
                findings.Refuse(field, "It is an object.");
            }
        }
    }

    private static void JudgeOriginal(JsonElement original, EventFindings findings)
    {
        if (original.IsAbsent())
        {
            return;
        }

        if (original.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse("original_event_data", "It is an object.");
            return;
        }

        findings = findings.In("original_event_data");
        foreach (var field in original.EnumerateObject().Where(field => !field.Value.IsAbsent()))
        {
            if (field.NameEquals("event_time"u8) ? !field.Value.IsInteger() : !field.Value.IsText())
            {
                findings.Refuse(field.Name, "It is a text; the time is a whole number of seconds.");
            }
        }
    }
}
