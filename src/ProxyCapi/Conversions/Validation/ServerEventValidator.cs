using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Conversions.Normalization;
using ProxyCapi.Conversions.Privacy;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Conversions.Validation;

/// <summary>
/// Meta's rules for one event, checked before it is queued, because one bad event refuses a whole batch (meta-capi.md sections 1.2 to 5). A bad
/// field is taken out and told; a bad event is refused.
/// </summary>
internal static class ServerEventValidator
{
    private static readonly FrozenSet<string> ActionSources = FrozenSet.Create(
        StringComparer.Ordinal, "email", "website", "app", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other");

    /// <summary>Names that custom properties may not have.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "value", "currency", "content_ids", "contents", "content_type", "content_name", "content_category", "num_items", "order_id", "search_string", "status",
        "predicted_ltv", "net_revenue", "item_number", "delivery_category", "customer_segmentation", "custom_properties");

    /// <summary>Values of <c>customer_segmentation</c> (section 2).</summary>
    private static readonly FrozenSet<string> Segmentations = FrozenSet.Create(
        StringComparer.Ordinal,
        "new_customer_to_business", "new_customer_to_business_line", "new_customer_to_product_area", "new_customer_to_medium",
        "existing_customer_to_business", "existing_customer_to_business_line", "existing_customer_to_product_area", "existing_customer_to_medium",
        "customer_in_loyalty_program");

    private static readonly string[][] TooWeak =
    [
        ["ct", "country", "st", "zp", "ge", "client_user_agent"],
        ["db", "client_user_agent"],
        ["fn", "ge"],
        ["ln", "ge"],
    ];

    private static readonly TimeSpan Future = TimeSpan.FromMinutes(1);

    /// <summary>Mends what can be mended.</summary>
    /// <param name="source">The event; changed in place.</param>
    /// <param name="now">The clock.</param>
    /// <param name="dropped">Told Meta's name of each field that was taken out.</param>
    /// <returns>Why Meta would refuse the event, or <see langword="null"/>.</returns>
    public static EventReason? Check(ServerEvent source, DateTimeOffset now, Action<string> dropped)
    {
        source.ActionSource = (source.ActionSource ?? "").Trim().ToLowerInvariant();
        PersonalDataFirewall.Scan(source, dropped);
        CheckAddresses(source, dropped);
        CheckUserData(source.UserData, dropped);
        CheckProcessingOptions(source);
        return string.IsNullOrWhiteSpace(source.EventName) || !IsTimeValid(source, now) || !IsActionSourceValid(source) ? EventReason.Invalid
            : CheckCustomData(source, dropped) ?? (IsTooWeak(source.UserData) ? EventReason.WeakUserData : null);
    }

    private static bool IsTimeValid(ServerEvent source, DateTimeOffset now) =>
        source.EventTime <= now + Future
        && source.EventTime.ToUnixTimeSeconds() > 0
        && now - source.EventTime <= TimeSpan.FromDays(source.ActionSource == "physical_store" ? 62 : 7);

    // App and messaging events need fields that a website has not got (100/2804043, 100/2804063).
    private static bool IsActionSourceValid(ServerEvent source) =>
        ActionSources.Contains(source.ActionSource) && source.ActionSource is not ("app" or "business_messaging");

    private static void CheckAddresses(ServerEvent source, Action<string> dropped)
    {
        if (source.EventSourceUrl is not null && !IsWebAddress(source.EventSourceUrl))
        {
            source.EventSourceUrl = null;
            dropped("event_source_url");
        }

        if (source.ReferrerUrl is not null && !IsWebAddress(source.ReferrerUrl))
        {
            source.ReferrerUrl = null;
            dropped("referrer_url");
        }
    }

    private static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static void CheckUserData(UserData user, Action<string> dropped)
    {
        if (!AreHashes(user.Hashed))
        {
            CheckHashes(user, dropped);
        }

        foreach (var (key, value) in user.Other.Count > 0 ? user.Other.ToArray() : [])
        {
            var isNumber = UserDataKeys.Numbers.Contains(key);
            if ((!isNumber && !UserDataKeys.Plain.Contains(key)) || (isNumber && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                user.Other.Remove(key);
                dropped(isNumber ? key : "user_data");
            }
        }

        user.ClientIpAddress = Keep(user.ClientIpAddress?.Trim(), IsPublicAddress, "client_ip_address", dropped) is { } address ? ClientAddress.Canonical(address) : null;
        user.ClientUserAgent = Keep(user.ClientUserAgent, agent => !string.IsNullOrWhiteSpace(agent) && HashedText.PassThrough(agent.Trim()) is null, "client_user_agent", dropped);
        user.Fbc = Keep(user.Fbc, fbc => IdentityCookie.TryRead(fbc, out _), "fbc", dropped);
        user.Fbp = Keep(user.Fbp, fbp => IdentityCookie.TryRead(fbp, out _), "fbp", dropped);
    }

    // What our own normalisation made is in order; an operator's processor may have set anything.
    private static bool AreHashes(IDictionary<string, IList<string>> hashed)
    {
        foreach (var (key, values) in hashed)
        {
            if (!(UserDataKeys.Hashed.Contains(key) && values is [{ } only] && HashedText.PassThrough(only) == only))
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckHashes(UserData user, Action<string> dropped)
    {
        foreach (var (key, values) in user.Hashed.ToArray())
        {
            var isKnown = UserDataKeys.Hashed.Contains(key);
            var valid = isKnown ? values.Where(value => value is not null && HashedText.PassThrough(value) == value).Distinct().ToArray() : [];
            if (valid.Length < values.Count)
            {
                dropped(isKnown ? key : "user_data");
            }

            if (valid.Length == 0)
            {
                user.Hashed.Remove(key);
            }
            else
            {
                user.Hashed[key] = valid;
            }
        }
    }

    // Nothing but the address: no port, no brackets.
    private static bool IsPublicAddress(string ip) =>
        ip.AsSpan().Count(':') != 1 && ip.AsSpan().IndexOfAny('[', '"') < 0 && ClientAddress.Canonical(ip) is not null;

    private static string? Keep(string? value, Func<string, bool> isValid, string field, Action<string> dropped)
    {
        if (value is null || isValid(value))
        {
            return value;
        }

        dropped(field);
        return null;
    }

    private static EventReason? CheckCustomData(ServerEvent source, Action<string> dropped)
    {
        var custom = source.CustomData;
        var isPurchase = source.EventName == "Purchase";
        CheckContents(custom, dropped);
        CheckProperties(custom, dropped);
        custom.CustomerSegmentation = Keep(custom.CustomerSegmentation, Segmentations.Contains, "customer_segmentation", dropped);
        if (custom.NumItems < 0)
        {
            custom.NumItems = null;
            dropped("num_items");
        }

        custom.DeliveryCategory = Keep(custom.DeliveryCategory is null ? null : DeliveryCategoryNormalizer.Normalize(custom.DeliveryCategory) ?? "", word => word.Length > 0, "delivery_category", dropped);
        custom.Currency = custom.Currency is null ? null : Keep(CurrencyNormalizer.Normalize(custom.Currency) ?? "", code => code.Length > 0, "currency", dropped);
        if (isPurchase && custom.Value is null)
        {
            return EventReason.MissingValue;
        }

        if (isPurchase && custom.Currency is null)
        {
            return EventReason.MissingCurrency;
        }

        if (custom.Value < 0)
        {
            return EventReason.Invalid;
        }

        if (custom.Value is not null && custom.Currency is null)
        {
            // 100/2804023: a value needs its currency; an event without either is still an event.
            custom.Value = null;
            dropped("value");
        }

        return null;
    }

    private static void CheckContents(CustomData custom, Action<string> dropped)
    {
        for (var i = custom.Contents.Count - 1; i >= 0; i--)
        {
            var content = custom.Contents[i];
            if (string.IsNullOrWhiteSpace(content.Id))
            {
                custom.Contents.RemoveAt(i);
                dropped("contents");
                continue;
            }

            if (content.Quantity is < 0 or > int.MaxValue)
            {
                content.Quantity = null;
                dropped("contents");
            }

            if (content.ItemPrice < 0)
            {
                content.ItemPrice = null;
                dropped("contents");
            }

            content.DeliveryCategory = content.DeliveryCategory is null ? null : DeliveryCategoryNormalizer.Normalize(content.DeliveryCategory);
        }

        for (var i = custom.ContentIds.Count - 1; i >= 0; i--)
        {
            if (string.IsNullOrWhiteSpace(custom.ContentIds[i]))
            {
                custom.ContentIds.RemoveAt(i);
                dropped("content_ids");
            }
        }
    }

    private static void CheckProperties(CustomData custom, Action<string> dropped)
    {
        foreach (var (name, value) in custom.Properties.ToArray())
        {
            if (Reserved.Contains(name) || IsNothing(value))
            {
                custom.Properties.Remove(name);
                dropped("custom_data");
            }
        }
    }

    // Section 2: what says nothing is left out; false and 0 say something.
    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    /// <summary>Whatever is wrong with data processing options is mended towards more privacy (meta-capi.md section 9).</summary>
    private static void CheckProcessingOptions(ServerEvent source)
    {
        if (source.DataProcessingOptions is not { Count: > 0 } options)
        {
            return;
        }

        if (options.Count != 1 || options[0] != "LDU")
        {
            source.DataProcessingOptions = ["LDU"];
            source.DataProcessingOptionsCountry = source.DataProcessingOptionsState = 0;
        }
        else if (!(source.DataProcessingOptionsCountry is 0 or 1 && source.DataProcessingOptionsState is 0 or (>= 1000 and <= 1013)))
        {
            source.DataProcessingOptionsCountry = source.DataProcessingOptionsState = 0;
        }
    }

    // 100/2804050: combinations that Meta calls too weak, each with everything that is less (meta-capi.md section 5.1).
    private static bool IsTooWeak(UserData user)
    {
        foreach (var weak in TooWeak)
        {
            if (IsWithin(user, weak))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithin(UserData user, string[] keys)
    {
        if (user.ClientIpAddress is not null || user.Fbc is not null || user.Fbp is not null
            || (user.ClientUserAgent is not null && !keys.Contains("client_user_agent")) || user.Other.Count > 0)
        {
            return false;
        }

        foreach (var (key, _) in user.Hashed)
        {
            if (!keys.Contains(key))
            {
                return false;
            }
        }

        return true;
    }
}
