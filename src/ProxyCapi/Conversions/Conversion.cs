namespace ProxyCapi.Conversions;

/// <summary>
/// What an exchange proved: event name, order data and the buyer's data in plain text. Lives in memory only, between Extraction and hashing.
/// </summary>
internal sealed class Conversion
{
    /// <summary>The event's name, as Meta writes it.</summary>
    public required string EventName { get; init; }

    /// <summary>The rule (or kind of source) that found it; appears in logs and metrics.</summary>
    public required string Source { get; init; }

    /// <summary>The event id that the page or the rule gives; <see langword="null"/>: one is derived.</summary>
    public string? EventId { get; set; }

    /// <summary>The page's address, if not the request's.</summary>
    public string? EventSourceUrl { get; set; }

    /// <summary>Meta's <c>action_source</c>.</summary>
    public string ActionSource { get; set; } = "website";

    /// <summary>Names of the pixels it goes to; empty: all whose hosts fit.</summary>
    public IReadOnlyList<string> Pixels { get; set; } = [];

    /// <summary>Single values of <c>custom_data</c> and custom properties, by key.</summary>
    public Dictionary<string, ScalarValue> CustomData { get; } = new(StringComparer.Ordinal);

    /// <summary>The order's lines.</summary>
    public List<ContentItem> Contents { get; } = [];

    /// <summary>The lines' ids, if the source gives them apart from <see cref="Contents"/>.</summary>
    public List<string> ContentIds { get; } = [];

    /// <summary>The buyer's data in plain text, by Meta's key; several values where several were found.</summary>
    public Dictionary<string, List<string>> UserData { get; } = new(StringComparer.Ordinal);

    /// <summary>The order's id, if known.</summary>
    public string? OrderId => CustomData.TryGetValue("order_id", out var id) && id.Text.Length > 0 ? id.Text : null;

    /// <summary>Takes over everything that another reading of the same event says.</summary>
    public void Override(Conversion other)
    {
        EventId = other.EventId ?? EventId;
        EventSourceUrl = other.EventSourceUrl ?? EventSourceUrl;
        Pixels = other.Pixels.Count > 0 ? other.Pixels : Pixels;
        foreach (var (key, value) in other.CustomData)
        {
            CustomData[key] = value;
        }

        foreach (var (key, values) in other.UserData)
        {
            UserData[key] = values;
        }

        if (other.Contents.Count > 0)
        {
            Contents.Clear();
            Contents.AddRange(other.Contents);
        }

        if (other.ContentIds.Count > 0)
        {
            ContentIds.Clear();
            ContentIds.AddRange(other.ContentIds);
        }
    }

    /// <summary>Takes over what another reading of the same event knows and this one does not.</summary>
    public void FillGaps(Conversion other)
    {
        EventId ??= other.EventId;
        EventSourceUrl ??= other.EventSourceUrl;
        foreach (var (key, value) in other.CustomData)
        {
            CustomData.TryAdd(key, value);
        }

        foreach (var (key, values) in other.UserData)
        {
            UserData.TryAdd(key, values);
        }

        if (Contents.Count == 0)
        {
            Contents.AddRange(other.Contents);
        }

        if (ContentIds.Count == 0)
        {
            ContentIds.AddRange(other.ContentIds);
        }
    }
}
