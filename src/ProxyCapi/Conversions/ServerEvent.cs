namespace ProxyCapi.Conversions;

/// <summary>One event of Meta's Conversions API (meta-capi.md section 2), normalised and hashed.</summary>
public sealed class ServerEvent
{
    /// <summary><c>event_name</c>: a standard name (case-sensitive, section 3) or a custom one. Required.</summary>
    public string EventName { get; set; } = "";

    /// <summary><c>event_time</c>: when it happened; sent in whole seconds since 1970.</summary>
    public DateTimeOffset EventTime { get; set; }

    /// <summary><c>event_id</c>: the same for every sight of the same conversion, and the same as the browser pixel's <c>eventID</c>.</summary>
    public string? EventId { get; set; }

    /// <summary><c>action_source</c>: <c>website</c> and the other names of section 2. Required.</summary>
    public string ActionSource { get; set; } = "website";

    /// <summary><c>event_source_url</c>: the page, without personal data.</summary>
    public string? EventSourceUrl { get; set; }

    /// <summary><c>referrer_url</c>: the page before, without personal data.</summary>
    public string? ReferrerUrl { get; set; }

    /// <summary><c>opt_out</c>: <see langword="true"/> for attribution only.</summary>
    public bool? OptOut { get; set; }

    /// <summary><c>data_processing_options</c>: <c>LDU</c>, or an empty list for "none"; <see langword="null"/>: not sent (section 9).</summary>
    public IList<string>? DataProcessingOptions { get; set; }

    /// <summary><c>data_processing_options_country</c>: 1 for the US, 0 to let Meta locate.</summary>
    public int? DataProcessingOptionsCountry { get; set; }

    /// <summary><c>data_processing_options_state</c>: 1000 and up, or 0.</summary>
    public int? DataProcessingOptionsState { get; set; }

    /// <summary><c>user_data</c>.</summary>
    public UserData UserData { get; private init; } = new();

    /// <summary><c>custom_data</c>.</summary>
    public CustomData CustomData { get; private init; } = new();

    internal ServerEvent Clone() => new()
    {
        EventName = EventName,
        EventTime = EventTime,
        EventId = EventId,
        ActionSource = ActionSource,
        EventSourceUrl = EventSourceUrl,
        ReferrerUrl = ReferrerUrl,
        OptOut = OptOut,
        DataProcessingOptions = DataProcessingOptions is null ? null : [.. DataProcessingOptions],
        DataProcessingOptionsCountry = DataProcessingOptionsCountry,
        DataProcessingOptionsState = DataProcessingOptionsState,
        UserData = UserData.Clone(),
        CustomData = CustomData.Clone(),
    };
}
