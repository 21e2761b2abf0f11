namespace ProxyCapi.Conversions;

/// <summary>
/// What an exchange proved: event name, order data and the buyer's data in plain text. Lives in memory only, between Extraction and hashing.
/// </summary>
internal sealed class Conversion
{
    /// <summary>What <see cref="Source"/> begins with where no rule read it: <c>discovery:meta pixel</c>.</summary>
    public const string Discovery = "discovery";

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

    /// <summary>Whether it was read without a rule.</summary>
    public bool IsDiscovered => Source.StartsWith(Discovery + ":", StringComparison.Ordinal);

    /// <summary>Where each field was read, by Meta's key; what does not stand here comes from <see cref="Source"/>.</summary>
    public Dictionary<string, string> Origins { get; } = new(StringComparer.Ordinal);

    /// <summary>What the operator of the site should know about its page.</summary>
    public PageNotes Notes { get; set; }

    /// <summary>The limit of data use that the page's own pixel is told; <see langword="null"/>: none.</summary>
    public DataUseLimit? DataUse { get; set; }

    /// <summary>The order's id, if known.</summary>
    public string? OrderId => CustomData.TryGetValue("order_id", out var id) && id.Text.Length > 0 ? id.Text : null;

    /// <summary>Where a field was read: a place on the page, or the rule.</summary>
    public string OriginOf(string key) => Origins.GetValueOrDefault(key, Source);

    /// <summary>Takes over everything that another reading of the same event says.</summary>
    public void Override(Conversion other)
    {
        Notes |= other.Notes;
        DataUse ??= other.DataUse;
        if (other.EventId is not null)
        {
            EventId = other.EventId;
            Take("event_id", other);
        }

        EventSourceUrl = other.EventSourceUrl ?? EventSourceUrl;
        Pixels = other.Pixels.Count > 0 ? other.Pixels : Pixels;
        foreach (var (key, value) in other.CustomData)
        {
            CustomData[key] = value;
            Take(key, other);
        }

        foreach (var (key, values) in other.UserData)
        {
            UserData[key] = values;
            Take(key, other);
        }

        if (other.Contents.Count > 0)
        {
            Contents.Clear();
            Contents.AddRange(other.Contents);
            Take("contents", other);
        }

        if (other.ContentIds.Count > 0)
        {
            ContentIds.Clear();
            ContentIds.AddRange(other.ContentIds);
            Take("content_ids", other);
        }
    }

    /// <summary>Takes over what another reading of the same event knows and this one does not.</summary>
    public void FillGaps(Conversion other)
    {
        Notes |= other.Notes;
        DataUse ??= other.DataUse;
        if (EventId is null && other.EventId is not null)
        {
            EventId = other.EventId;
            Take("event_id", other);
        }

        EventSourceUrl ??= other.EventSourceUrl;
        foreach (var (key, value) in other.CustomData)
        {
            if (CustomData.TryAdd(key, value))
            {
                Take(key, other);
            }
        }

        foreach (var (key, values) in other.UserData)
        {
            if (UserData.TryAdd(key, values))
            {
                Take(key, other);
            }
        }

        if (Contents.Count == 0 && other.Contents.Count > 0)
        {
            Contents.AddRange(other.Contents);
            Take("contents", other);
        }

        if (ContentIds.Count == 0 && other.ContentIds.Count > 0)
        {
            ContentIds.AddRange(other.ContentIds);
            Take("content_ids", other);
        }
    }

    private void Take(string key, Conversion other) => Origins[key] = other.OriginOf(key);
}
