namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>Something that is not as a case expects it.</summary>
/// <param name="Kind">What it concerns, for the count: <c>events</c>, <c>value</c>, <c>user_data</c>, …</param>
/// <param name="Text">In words.</param>
internal sealed record PageProblem(string Kind, string Text)
{
    /// <summary>The kinds, in the order in which they are printed.</summary>
    public static readonly string[] Kinds = ["events", "value", "currency", "order_id", "event_id", "contents", "custom_data", "user_data", "browser", "must_not", "bytes"];
}
