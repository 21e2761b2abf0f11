namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>Something that an operator should look at.</summary>
/// <param name="Id">A name that stays the same: <c>pixel_without_event_id</c>.</param>
/// <param name="Severity"><c>error</c>: events are held or lost; <c>warning</c>: events are worth less than they could be; <c>info</c>.</param>
/// <param name="Title">What is seen.</param>
/// <param name="Cure">What to do.</param>
internal sealed record SiteFinding(string Id, string Severity, string Title, string Cure)
{
    /// <summary>How often; <see langword="null"/> where it is not counted.</summary>
    public long? Count { get; init; }

    /// <summary>When last.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>A page where it was seen.</summary>
    public string? Example { get; init; }
}
