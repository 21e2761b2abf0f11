namespace ProxyCapi.Configuration;

/// <summary>Names a conversion, says which exchanges prove it and where its data stands.</summary>
/// <remarks>
/// Every text of <see cref="EventId"/>, <see cref="CustomData"/>, <see cref="UserData"/>, <see cref="EventSourceUrl"/>,
/// <see cref="When"/> and <see cref="Unless"/> is a value expression or a condition: the README of the folder src/ProxyCapi/Extraction.
/// </remarks>
public sealed class RuleOptions
{
    /// <summary>Set to <see langword="false"/> to switch the rule off without deleting it.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Name of the event: a standard name of Meta (case-sensitive, meta-capi.md section 3) or a custom one; or an expression that gives a standard name
    /// (<c>{form:type|map:'trial=StartTrial','plan=Subscribe'}</c>). A page for which it gives none proves nothing. Required.
    /// </summary>
    public string Event { get; set; } = "";

    /// <summary>Names of the pixels the event goes to.</summary>
    /// <value>The default value is empty: every pixel whose hosts fit.</value>
    public List<string> Pixels { get; set; } = [];

    /// <summary>Which requests and answers prove the conversion.</summary>
    public RuleMatchOptions Match { get; set; } = new();

    /// <summary>
    /// Where one answer proves several conversions: the entries, each of which is one (<c>json:orders</c>, <c>css:.order</c>). All expressions are
    /// relative to the entry; <see cref="When"/> and <see cref="Unless"/> are about the whole exchange.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: one conversion for an exchange.</value>
    public string? Each { get; set; }

    /// <summary>Conditions that an entry of <see cref="Each"/> must meet to count.</summary>
    public List<string> Where { get; set; } = [];

    /// <summary>Conditions that must all hold.</summary>
    public List<string> When { get; set; } = [];

    /// <summary>Conditions of which none may hold.</summary>
    public List<string> Unless { get; set; } = [];

    /// <summary>
    /// Expression of the event id; must equal the browser pixel's <c>eventID</c> where the shop sends one. <c>{order_id}</c> stands for
    /// this rule's own order id.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: an id derived from the event and the order id.</value>
    public string? EventId { get; set; }

    /// <summary>Where the event happened, as Meta names it (meta-capi.md section 2).</summary>
    /// <value>The default value is <c>website</c>.</value>
    public string ActionSource { get; set; } = "website";

    /// <summary>Expression of the page's address.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: the request's URL for a page, its <c>Referer</c> for an API call.
    /// </value>
    public string? EventSourceUrl { get; set; }

    /// <summary>Expressions for <c>custom_data</c>, by Meta's key (meta-capi.md section 4); other keys become custom properties.</summary>
    public Dictionary<string, RuleField> CustomData { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Expressions for the buyer's data in plain text, by Meta's key (meta-capi.md section 5.1). Values are normalised and hashed before they
    /// leave memory.
    /// </summary>
    public Dictionary<string, string> UserData { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The rule only adds data to events that another rule or discovery finds.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enrich { get; set; }

    /// <summary>
    /// The end of the answer waits until its events are on disk, so that an order whose page has reached the buyer completely survives a crash
    /// and a power cut. All the rest of the answer goes out as it arrives. An answer without an event, or larger than
    /// <see cref="CaptureOptions.MaxResponseBytes"/>, does not wait for one.
    /// </summary>
    /// <value>The default value is <see langword="false"/>: no answer waits for the disk.</value>
    public bool AwaitDurable { get; set; }

    /// <summary>
    /// How long the end of an answer waits at most, 10 ms to 10 s; then it goes out, and <c>proxycapi.durable.waits</c> counts it. Where several
    /// rules fit, the longest counts. Keep it below the YARP cluster's <c>ActivityTimeout</c> (100 s if not set), which would break the answer off.
    /// </summary>
    /// <value>The default value is 250 ms.</value>
    public TimeSpan AwaitDurableTimeout { get; set; } = TimeSpan.FromMilliseconds(250);
}
