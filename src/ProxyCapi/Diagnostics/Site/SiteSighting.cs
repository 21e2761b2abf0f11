namespace ProxyCapi.Diagnostics.Site;

/// <summary>How often something was seen.</summary>
/// <param name="Count">How often since the start.</param>
/// <param name="LastSeen">When last.</param>
/// <param name="Example">Where last: a page without its query; <see langword="null"/> where there is no page.</param>
internal readonly record struct SiteSighting(long Count, DateTimeOffset LastSeen, string? Example);
