namespace ProxyCapi.Diagnostics.Books;

/// <summary>A gap between what was seen and what was accepted.</summary>
/// <param name="Pixel">The pixel's name; empty if it is about no pixel.</param>
/// <param name="EventName">The event's name; empty if it is about no event.</param>
/// <param name="Text">The gap, its likely cause and what to do, in sentences.</param>
internal sealed record ReconciliationFinding(string Pixel, string EventName, string Text);
