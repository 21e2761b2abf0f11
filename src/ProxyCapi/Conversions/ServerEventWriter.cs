using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ProxyCapi.Conversions;

/// <summary>Writes an event as JSON: what is empty is left out, what is zero or false stays (meta-capi.md section 2).</summary>
internal static class ServerEventWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // One after the other on a thread: a buffer that has grown serves the next event too.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>The event as one JSON object in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Write(ServerEvent source)
    {
        var (buffer, json) = Rent();
        try
        {
            json.WriteStartObject();
            Text(json, "event_name", source.EventName);
            json.WriteNumber("event_time", source.EventTime.ToUnixTimeSeconds());
            Text(json, "event_id", source.EventId);
            Text(json, "action_source", source.ActionSource);
            Text(json, "event_source_url", source.EventSourceUrl);
            Text(json, "referrer_url", source.ReferrerUrl);
            if (source.OptOut is { } optOut)
            {
                json.WriteBoolean("opt_out", optOut);
            }

            WriteProcessingOptions(json, source);
            WriteUserData(json, source.UserData);
            WriteCustomData(json, source.CustomData);
            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            // Empty, for the next one; and an address of the visitor's stands in it.
            buffer.Clear();
            json.Reset();
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Rent()
    {
        if (_writer is { Buffer.Capacity: <= 64 * 1024 } kept)
        {
            return kept;
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        var made = (buffer, new Utf8JsonWriter(buffer, Options));
        _writer = made;
        return made;
    }

    private static void WriteProcessingOptions(Utf8JsonWriter json, ServerEvent source)
    {
        // An empty list means "no restriction" and is sent; no list is not.
        if (source.DataProcessingOptions is not { } options)
        {
            return;
        }

        json.WriteStartArray("data_processing_options");
        foreach (var option in options)
        {
            json.WriteStringValue(option);
        }

        json.WriteEndArray();
        if (options.Count > 0)
        {
            Number(json, "data_processing_options_country", source.DataProcessingOptionsCountry);
            Number(json, "data_processing_options_state", source.DataProcessingOptionsState);
        }
    }

    private static void WriteUserData(Utf8JsonWriter json, UserData user)
    {
        json.WriteStartObject("user_data");
        foreach (var (key, values) in user.Hashed)
        {
            List(json, key, values);
        }

        Text(json, "client_ip_address", user.ClientIpAddress);
        Text(json, "client_user_agent", user.ClientUserAgent);
        Text(json, "fbc", user.Fbc);
        Text(json, "fbp", user.Fbp);
        foreach (var (key, value) in user.Other)
        {
            if (key is "fb_login_id" or "lead_id" && long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumber(key, number);
            }
            else
            {
                Text(json, key, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteCustomData(Utf8JsonWriter json, CustomData custom)
    {
        if (IsEmpty(custom))
        {
            return;
        }

        json.WriteStartObject("custom_data");
        Number(json, "value", custom.Value);
        Text(json, "currency", custom.Currency);
        Text(json, "order_id", custom.OrderId);
        WriteContents(json, custom);
        Text(json, "content_name", custom.ContentName);
        Text(json, "content_category", custom.ContentCategory);
        Number(json, "num_items", custom.NumItems ?? Sum(custom.Contents));
        Text(json, "search_string", custom.SearchString);
        Text(json, "status", custom.Status);
        Number(json, "predicted_ltv", custom.PredictedLtv);
        Number(json, "net_revenue", custom.NetRevenue);
        Text(json, "delivery_category", custom.DeliveryCategory);
        Text(json, "customer_segmentation", custom.CustomerSegmentation);
        foreach (var (name, value) in custom.Properties)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteContents(Utf8JsonWriter json, CustomData custom)
    {
        var ids = custom.ContentIds.Count > 0 ? custom.ContentIds : IdsOf(custom.Contents);
        List(json, "content_ids", ids);
        if (custom.Contents.Count > 0)
        {
            json.WriteStartArray("contents");
            foreach (var content in custom.Contents)
            {
                json.WriteStartObject();
                Text(json, "id", content.Id);
                Number(json, "quantity", content.Quantity);
                Number(json, "item_price", content.ItemPrice);
                Text(json, "delivery_category", content.DeliveryCategory);
                Text(json, "title", content.Title);
                Text(json, "description", content.Description);
                Text(json, "brand", content.Brand);
                Text(json, "category", content.Category);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Text(json, "content_type", custom.ContentType ?? (ids.Count > 0 ? "product" : null));
    }

    private static bool IsEmpty(CustomData custom) =>
        custom is { Value: null, NumItems: null, PredictedLtv: null, NetRevenue: null, Contents.Count: 0, ContentIds.Count: 0, Properties.Count: 0 }
        && string.IsNullOrEmpty(string.Concat(custom.Currency, custom.OrderId, custom.ContentType, custom.ContentName))
        && string.IsNullOrEmpty(string.Concat(custom.ContentCategory, custom.SearchString, custom.Status))
        && string.IsNullOrEmpty(string.Concat(custom.DeliveryCategory, custom.CustomerSegmentation));

    // Only where every line says how many; half a sum would be a guess.
    private static long? Sum(IList<Content> contents) =>
        contents.Count > 0 && contents.All(content => content.Quantity is not null) ? contents.Sum(content => content.Quantity!.Value) : null;

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static List<string> IdsOf(IList<Content> contents)
    {
        var ids = new List<string>(contents.Count);
        var seen = contents.Count > 8 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var content in contents)
        {
            if (seen?.Add(content.Id) ?? !ids.Contains(content.Id))
            {
                ids.Add(content.Id);
            }
        }

        return ids;
    }

    private static void List(Utf8JsonWriter json, string name, IList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
