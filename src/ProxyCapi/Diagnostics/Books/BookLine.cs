namespace ProxyCapi.Diagnostics.Books;

/// <summary>A count of the books.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="EventName">The event's name; empty for exchanges.</param>
/// <param name="Pixel">The pixel's name; empty for exchanges, and for events that no pixel serves.</param>
/// <param name="Outcome">The tag value of <c>proxycapi.outcome</c>; empty for created events.</param>
/// <param name="Reason">The tag value of <c>proxycapi.reason</c>; empty for created events.</param>
/// <param name="Count">How many.</param>
internal readonly record struct BookLine(BookKind Kind, string EventName, string Pixel, string Outcome, string Reason, long Count)
{
    /// <summary>What is counted, without how many. A method: a record prints its properties, and this one would print itself.</summary>
    public BookLine ToKey() => this with { Count = 0 };
}
