using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>What the channels beside the website ask for.</summary>
internal static class ChannelJudge
{
    private const int ExtendedInfoLength = 16;
    private const int OsVersion = 4;

    public static void Judge(string actionSource, JsonElement item, EventFindings findings)
    {
        if (actionSource == "app" && !IsExtendedInfo(item.Member("app_data").Member("extinfo")))
        {
            findings.In("app_data").Refuse("extinfo", "It is a list of 16 texts: a2 or i2 first, the OS version fifth.", Subcodes.ExtendedInfo);
        }

        if (actionSource == "business_messaging" && item.Member("messaging_channel").Text() is not ("messenger" or "whatsapp" or "instagram"))
        {
            findings.Refuse("messaging_channel", "It is required, and messenger, whatsapp or instagram.", Subcodes.MessagingChannel);
        }
    }

    private static bool IsExtendedInfo(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() == ExtendedInfoLength
        && list.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String)
        && list[0].GetString() is "a2" or "i2"
        && list[OsVersion].IsText();
}
