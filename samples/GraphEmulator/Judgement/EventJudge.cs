using System.Collections.Frozen;
using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges one event (meta-capi.md section 2).</summary>
/// <param name="now">The clock.</param>
/// <param name="futureTolerance">How far an event time may lie ahead.</param>
internal sealed class EventJudge(DateTimeOffset now, TimeSpan futureTolerance)
{
    private static readonly FrozenSet<string> Fields = FrozenSet.Create(
        StringComparer.Ordinal,
        "event_name", "event_time", "user_data", "custom_data", "event_source_url", "referrer_url", "opt_out", "event_id", "action_source",
        "data_processing_options", "data_processing_options_country", "data_processing_options_state", "customer_segmentation", "original_event_data",
        "attribution_data", "app_data", "messaging_channel");

    private static readonly FrozenSet<string> ActionSources = FrozenSet.Create(
        StringComparer.Ordinal,
        "email", "website", "app", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other");

    private static readonly FrozenSet<string> StandardEvents = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "PageView", "ViewContent", "Search", "AddToCart", "AddToWishlist", "CustomizeProduct", "InitiateCheckout", "AddPaymentInfo", "Purchase", "Lead",
        "CompleteRegistration", "Contact", "FindLocation", "Schedule", "SubmitApplication", "Donate", "StartTrial", "Subscribe");

    /// <summary>Tells the findings what is wrong with the event.</summary>
    public void Judge(JsonElement item, EventFindings findings)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse("", "An event is a JSON object.");
            return;
        }

        var source = item.Member("action_source");
        JudgeName(item.Member("event_name"), findings);
        JudgeTime(item.Member("event_time"), source, findings);
        JudgeSource(item, source, findings);
        JudgeId(item.Member("event_id"), findings);
        JudgeSwitch(item.Member("opt_out"), findings);
        WebAddress.Judge(item.Member("event_source_url"), "event_source_url", findings);
        WebAddress.Judge(item.Member("referrer_url"), "referrer_url", findings);
        UserDataJudge.Judge(item.Member("user_data"), findings);
        CustomDataJudge.Judge(item.Member("custom_data"), item.Member("event_name"), findings);
        DataProcessingJudge.Judge(item, findings);
        LinkedEventJudge.Judge(item, findings);
        EmptyValues.Judge(item, findings);
        foreach (var field in item.EnumerateObject())
        {
            if (!Fields.Contains(field.Name))
            {
                findings.Warn(field.Name, "no field of an event; ignored.");
            }
        }
    }

    private static void JudgeName(JsonElement name, EventFindings findings)
    {
        if (!name.IsText())
        {
            findings.Refuse("event_name", "It is required, and a text.");
        }
        else if (StandardEvents.TryGetValue(name.GetString()!, out var standard) && !name.ValueEquals(standard))
        {
            findings.Warn("event_name", $"a custom event, because names are case-sensitive. Is {standard} meant?");
        }
    }

    private void JudgeTime(JsonElement time, JsonElement source, EventFindings findings)
    {
        if (time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out var seconds) || seconds <= 0)
        {
            findings.Refuse("event_time", "It is required, and a whole number of seconds since 1970.");
            return;
        }

        var days = source.ValueKind == JsonValueKind.String && source.ValueEquals("physical_store"u8) ? 62 : 7;
        var age = now.ToUnixTimeSeconds() - seconds;
        if (age > TimeSpan.FromDays(days).TotalSeconds)
        {
            findings.Refuse("event_time", $"It lies more than {days} days back.", Subcodes.TooOld);
        }
        else if (-age > futureTolerance.TotalSeconds)
        {
            findings.Refuse("event_time", "It lies in the future. It counts seconds, not milliseconds.", Subcodes.Future);
        }
    }

    private static void JudgeSource(JsonElement item, JsonElement source, EventFindings findings)
    {
        if (source.Text() is not { } name || !ActionSources.Contains(name))
        {
            findings.Refuse("action_source", "It is required, and one of Meta's nine words, in lower case.");
            return;
        }

        if (name == "website" && item.Member("event_source_url").IsAbsent())
        {
            // The documentation requires it, the live API takes the event without (meta-capi.md sections 2 and 13).
            findings.Warn("event_source_url", "required for a website event.");
        }

        if (name == "website" && item.Member("user_data").Member("client_user_agent").IsAbsent())
        {
            findings.Warn("user_data.client_user_agent", "required for a website event.");
        }

        ChannelJudge.Judge(name, item, findings);
    }

    private static void JudgeId(JsonElement id, EventFindings findings)
    {
        if (id.ValueKind == JsonValueKind.Undefined)
        {
            findings.Warn("event_id", "missing: neither Meta nor a retry can tell this event from its copy.");
        }
        else if (!id.IsText())
        {
            findings.Refuse("event_id", "It is a text with something in it.");
        }
    }

    private static void JudgeSwitch(JsonElement optOut, EventFindings findings)
    {
        if (!optOut.IsAbsent() && !optOut.IsBoolean())
        {
            findings.Refuse("opt_out", "It is true or false, without quotes.");
        }
    }
}
