using System.Collections.Frozen;
using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges <c>custom_data</c> (meta-capi.md section 4). What it does not know is a custom property: a scalar or a list, without personal data.</summary>
internal static class CustomDataJudge
{
    private static readonly FrozenSet<string> DeliveryCategories = FrozenSet.Create(StringComparer.Ordinal, "in_store", "curbside", "home_delivery");

    private static readonly FrozenDictionary<string, Action<JsonElement, string, EventFindings>> Rules = CreateRules();

    /// <summary>Judges the object.</summary>
    /// <param name="customData">May be undefined.</param>
    /// <param name="eventName">A Purchase must have a value and a currency.</param>
    /// <param name="findings">Where to tell it.</param>
    public static void Judge(JsonElement customData, JsonElement eventName, EventFindings findings)
    {
        var isPurchase = eventName.ValueKind == JsonValueKind.String && eventName.ValueEquals("Purchase"u8);
        if (customData.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            findings.Refuse("custom_data", "It is an object.");
        }

        findings = findings.In("custom_data");
        MoneyJudge.Judge(customData, isPurchase, findings);
        if (customData.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var field in customData.EnumerateObject())
        {
            if (!field.Value.IsAbsent())
            {
                (Rules.TryGetValue(field.Name, out var rule) ? rule : CustomProperty)(field.Value, field.Name, findings);
            }
        }

        ContentsJudge.JudgeType(customData, findings);
    }

    /// <summary>Where an item is handed over.</summary>
    public static void DeliveryCategory(JsonElement value, string field, EventFindings findings)
    {
        if (value.Text() is not { } text || !DeliveryCategories.Contains(text))
        {
            findings.Refuse(field, "It is in_store, curbside or home_delivery.");
        }
    }

    /// <summary>Any text.</summary>
    public static void Text(JsonElement value, string field, EventFindings findings)
    {
        if (!value.IsText())
        {
            findings.Refuse(field, "It is a text.");
        }
        else if (EmailText.IsIn(value.GetString()!))
        {
            findings.Refuse(field, "It carries an e-mail address. Personal data belongs hashed into user_data.");
        }
    }

    /// <summary>A number without quotes.</summary>
    public static void Number(JsonElement value, string field, EventFindings findings)
    {
        if (!value.IsNumber())
        {
            findings.Refuse(field, "It is a number, without quotes.");
        }
    }

    /// <summary>How many of something.</summary>
    public static void Count(JsonElement value, string field, EventFindings findings)
    {
        if (!value.IsInteger() || value.GetDouble() < 0)
        {
            findings.Refuse(field, "It is a whole number, without quotes.");
        }
    }

    private static FrozenDictionary<string, Action<JsonElement, string, EventFindings>> CreateRules() =>
        new Dictionary<string, Action<JsonElement, string, EventFindings>>(StringComparer.Ordinal)
        {
            // MoneyJudge has seen these two.
            ["value"] = static (_, _, _) => { },
            ["currency"] = static (_, _, _) => { },
            ["content_ids"] = ContentsJudge.Ids,
            ["contents"] = ContentsJudge.Items,
            ["content_type"] = Text,
            ["content_name"] = Text,
            ["content_category"] = Text,
            ["delivery_category"] = DeliveryCategory,
            ["num_items"] = Count,
            ["order_id"] = Text,
            ["search_string"] = Text,
            ["status"] = Status,
            ["predicted_ltv"] = Number,
            ["net_revenue"] = Number,
            ["item_number"] = Text,
            ["customer_segmentation"] = CustomerSegment.Judge,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static void Status(JsonElement value, string field, EventFindings findings)
    {
        if (!value.IsText() && !value.IsBoolean())
        {
            findings.Refuse(field, "It is a text, true or false.");
        }
    }

    private static void CustomProperty(JsonElement value, string field, EventFindings findings)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            findings.Refuse(field, "A custom property is a scalar or a list of scalars.");
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in value.EnumerateArray())
            {
                CustomProperty(entry, field, findings);
            }
        }
        else if (value.Text() is { } text && EmailText.IsIn(text))
        {
            findings.Refuse(field, "It carries an e-mail address. Personal data belongs hashed into user_data.");
        }
    }
}
