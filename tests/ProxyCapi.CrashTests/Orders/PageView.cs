namespace ProxyCapi.CrashTests.Orders;

/// <summary>One request for an order's confirmation page.</summary>
/// <param name="Asked">When it was sent.</param>
/// <param name="Ended">When its last byte had come, or it had failed.</param>
/// <param name="Status">The answer's status; <see langword="null"/> if there was none.</param>
/// <param name="IsComplete">Whether the page came whole, with status 200.</param>
internal readonly record struct PageView(DateTimeOffset Asked, DateTimeOffset Ended, int? Status, bool IsComplete)
{
    /// <summary>Whether an event with this time can stem from this view. Event times are whole seconds.</summary>
    public bool MayHaveHappenedAt(long eventTime) => Asked.ToUnixTimeSeconds() <= eventTime && eventTime <= Ended.ToUnixTimeSeconds();
}
