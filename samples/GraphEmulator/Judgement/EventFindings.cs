namespace GraphEmulator.Judgement;

/// <summary>The findings of one place inside one event. Builds a path only when there is something to tell.</summary>
/// <param name="all">The request's findings.</param>
/// <param name="index">The event's place in <c>data</c>.</param>
/// <param name="section">The object inside the event, or <see langword="null"/> for the event's own fields.</param>
internal readonly struct EventFindings(Findings all, int index, string? section = null)
{
    /// <summary>The same event, one object deeper.</summary>
    public EventFindings In(string inner) => new(all, index, section is null ? inner : $"{section}.{inner}");

    /// <summary>Refuses the event, and the request with it.</summary>
    public void Refuse(string field, string reason, int? subcode = null) => all.Refuse(100, subcode, reason, Path(field));

    /// <summary>Lets it pass with a message.</summary>
    public void Warn(string field, string reason) => all.Warn($"{string.Join('.', Path(field))}: {reason}");

    private string[] Path(string field) => [$"data[{index}]", .. section?.Split('.') ?? [], .. field.Length == 0 ? Array.Empty<string>() : [field]];
}
