using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges what was looked at or bought: <c>contents</c>, <c>content_ids</c>, <c>content_type</c>.</summary>
internal static class ContentsJudge
{
    public static void Ids(JsonElement ids, string field, EventFindings findings)
    {
        if (ids.ValueKind != JsonValueKind.Array || !ids.EnumerateArray().All(JsonElementExtensions.IsText))
        {
            findings.Refuse(field, "It is a list of texts, numbers in quotes too.");
        }
    }

    public static void Items(JsonElement contents, string field, EventFindings findings)
    {
        if (contents.ValueKind != JsonValueKind.Array)
        {
            findings.Refuse(field, "It is a list of objects, not a text that holds one.");
            return;
        }

        var index = 0;
        foreach (var item in contents.EnumerateArray())
        {
            Item(item, findings.In($"{field}[{index++}]"));
        }
    }

    /// <summary>Ids without a known type are taken, and found in no catalogue.</summary>
    public static void JudgeType(JsonElement customData, EventFindings findings)
    {
        var type = customData.Member("content_type");
        var hasIds = !customData.Member("content_ids").IsAbsent() || !customData.Member("contents").IsAbsent();
        if (type.IsAbsent() ? hasIds : type.Text() is not ("product" or "product_group"))
        {
            findings.Warn("content_type", "neither product nor product_group: no item will be found in the catalogue.");
        }
    }

    private static void Item(JsonElement item, EventFindings findings)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse("", "An item is an object.");
            return;
        }

        if (!item.Member("id").IsText())
        {
            findings.Refuse("id", "It is required, and a text.");
        }

        foreach (var field in item.EnumerateObject())
        {
            if (!field.Value.IsAbsent())
            {
                JudgeField(field.Value, field.Name, findings);
            }
        }
    }

    private static void JudgeField(JsonElement value, string field, EventFindings findings)
    {
        switch (field)
        {
            case "id":
                break;
            case "quantity":
                CustomDataJudge.Count(value, field, findings);
                break;
            case "item_price":
                CustomDataJudge.Number(value, field, findings);
                break;
            case "delivery_category":
                CustomDataJudge.DeliveryCategory(value, field, findings);
                break;
            case "title" or "description" or "brand" or "category":
                CustomDataJudge.Text(value, field, findings);
                break;
            default:
                findings.Warn(field, "no field of an item; ignored.");
                break;
        }
    }
}
