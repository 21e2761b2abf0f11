using System.Collections.Frozen;
using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Judges <c>user_data</c>: enough of it, each key in its shape, personal data hashed, browser facts not (meta-capi.md section 5.1).</summary>
internal static class UserDataJudge
{
    private static readonly FrozenDictionary<string, Action<JsonElement, string, EventFindings>> Rules = CreateRules();

    /// <summary>Meta's list of what identifies nobody: any subset of one of these.</summary>
    private static readonly FrozenSet<string>[] TooWeak =
    [
        FrozenSet.Create(StringComparer.Ordinal, "ct", "country", "st", "zp", "ge", "client_user_agent"),
        FrozenSet.Create(StringComparer.Ordinal, "db", "client_user_agent"),
        FrozenSet.Create(StringComparer.Ordinal, "fn", "ge"),
        FrozenSet.Create(StringComparer.Ordinal, "ln", "ge"),
    ];

    public static void Judge(JsonElement userData, EventFindings findings)
    {
        if (userData.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse("user_data", "It is required, and an object.", userData.IsAbsent() ? Subcodes.WeakUserData : null);
            return;
        }

        if (IsTooWeak(userData))
        {
            findings.Refuse("user_data", "These keys alone identify nobody.", Subcodes.WeakUserData);
        }

        findings = findings.In("user_data");
        foreach (var key in userData.EnumerateObject())
        {
            if (!Rules.TryGetValue(key.Name, out var rule))
            {
                findings.Refuse(key.Name, "No key of user_data.");
            }
            else if (!key.Value.IsAbsent())
            {
                rule(key.Value, key.Name, findings);
            }
        }
    }

    private static bool IsTooWeak(JsonElement userData)
    {
        var weak = (1 << TooWeak.Length) - 1;
        foreach (var key in userData.EnumerateObject())
        {
            if (key.Value.IsAbsent())
            {
                continue;
            }

            for (var i = 0; i < TooWeak.Length; i++)
            {
                weak &= TooWeak[i].Contains(key.Name) ? -1 : ~(1 << i);
            }

            if (weak == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static FrozenDictionary<string, Action<JsonElement, string, EventFindings>> CreateRules()
    {
        var rules = new Dictionary<string, Action<JsonElement, string, EventFindings>>(StringComparer.Ordinal)
        {
            ["client_ip_address"] = ClientAddress,
            ["client_user_agent"] = UserAgent,
            ["fbc"] = BrowserId,
            ["fbp"] = BrowserId,
            ["fb_login_id"] = Number,
            ["lead_id"] = Number,
        };
        // Meta takes a plain external_id; a sender that promises to hash everything personal has no business with one.
        foreach (var key in "em ph fn ln db ge ct st zp country external_id f5first f5last fi dobd dobm doby".Split(' '))
        {
            rules[key] = Hashed;
        }

        foreach (var key in "subscription_id anon_id madid page_id page_scoped_user_id ctwa_clid ig_account_id ig_sid app_user_id partner_id partner_name".Split(' '))
        {
            rules[key] = Text;
        }

        return rules.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Hashed(JsonElement value, string key, EventFindings findings)
    {
        if (!HashFormat.IsHashed(value))
        {
            findings.Refuse(key, "It is sent hashed: 64 characters of lower-case hex, one text or a list of them.", Subcodes.NotHashed);
        }
        else if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 1
            && value.EnumerateArray().DistinctBy(entry => entry.GetString()).Count() < value.GetArrayLength())
        {
            findings.Warn(key, "the same value twice.");
        }
    }

    private static void ClientAddress(JsonElement value, string key, EventFindings findings)
    {
        if (value.Text() is not { } text || !PublicAddress.TryRead(text, out var address))
        {
            findings.Refuse(key, "It is a bare IP address, not hashed.");
        }
        else if (!PublicAddress.IsPublic(address))
        {
            findings.Refuse(key, "It is not a public address.");
        }
        else if (text != address.ToString())
        {
            findings.Warn(key, "not in its shortest form.");
        }
    }

    private static void UserAgent(JsonElement value, string key, EventFindings findings)
    {
        if (!value.IsText() || HashFormat.IsHash(value.GetString()!.ToLowerInvariant()))
        {
            findings.Refuse(key, "It is the browser's own text, never hashed.");
        }
    }

    private static void BrowserId(JsonElement value, string key, EventFindings findings)
    {
        if (value.Text() is not { } text || !BrowserIdFormat.IsValid(text))
        {
            findings.Refuse(key, "It is fb.{index}.{milliseconds}.{id}, one text, never hashed.", Subcodes.ClickId);
        }
        else if (!BrowserIdFormat.HasMilliseconds(text))
        {
            findings.Warn(key, "its time looks like seconds; milliseconds are meant.");
        }
    }

    private static void Text(JsonElement value, string key, EventFindings findings)
    {
        if (!value.IsText())
        {
            findings.Refuse(key, "It is a text.");
        }
    }

    private static void Number(JsonElement value, string key, EventFindings findings)
    {
        if (!value.IsInteger())
        {
            findings.Refuse(key, "It is a whole number, without quotes.");
        }
    }
}
