using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges Limited Data Use (meta-capi.md section 9): <c>["LDU"]</c> with 0 and 0, or with country 1 and one of its states; <c>[]</c> for none.</summary>
internal static class DataProcessingJudge
{
    private const int FirstState = 1000;
    private const int LastState = 1013;

    public static void Judge(JsonElement item, EventFindings findings)
    {
        var options = item.Member("data_processing_options");
        var country = item.Member("data_processing_options_country");
        var state = item.Member("data_processing_options_state");
        var isLimited = options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0;
        if (options.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Array)
            || (isLimited && (options.GetArrayLength() > 1 || options[0].Text() != "LDU")))
        {
            findings.Refuse("data_processing_options", """It is ["LDU"] or []; anything else must not pass for less.""");
        }

        JudgePlace(country, state, findings);
        if (isLimited && (country.IsAbsent() || state.IsAbsent()) && item.Member("user_data").Member("client_ip_address").IsAbsent())
        {
            findings.Refuse("data_processing_options_state", "With LDU and no IP address, country and state are required.");
        }
        else if (options.ValueKind == JsonValueKind.Undefined && !(country.IsAbsent() && state.IsAbsent()))
        {
            findings.Warn("data_processing_options", "missing: country and state mean nothing without it.");
        }
    }

    private static void JudgePlace(JsonElement country, JsonElement state, EventFindings findings)
    {
        if (country.IsAbsent() && state.IsAbsent())
        {
            return;
        }

        if (!country.IsAbsent() && state.IsAbsent())
        {
            findings.Refuse("data_processing_options_state", "It is required with a country.");
        }
        else if (!IsKnown(country, state))
        {
            findings.Refuse("data_processing_options_country", "Country and state are 0 and 0, or 1 and a state from 1000 on, as whole numbers.");
        }
    }

    private static bool IsKnown(JsonElement country, JsonElement state)
    {
        if (!state.IsInteger() || !state.TryGetInt32(out var stateCode))
        {
            return false;
        }

        var isState = stateCode is >= FirstState and <= LastState;
        if (country.IsAbsent())
        {
            return isState || stateCode == 0;
        }

        return country.IsInteger() && country.TryGetInt32(out var countryCode) && (countryCode == 0 ? stateCode == 0 : countryCode == 1 && isState);
    }
}
