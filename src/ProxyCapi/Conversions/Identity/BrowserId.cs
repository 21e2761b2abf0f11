namespace ProxyCapi.Conversions.Identity;

/// <summary>A value of <c>fbc</c> or <c>fbp</c>, and whether the browser should get it as a cookie.</summary>
/// <param name="Value">The value; <see langword="null"/> if there is none.</param>
/// <param name="IsNew">It was made here: the browser does not have it yet.</param>
internal readonly record struct BrowserId(string? Value, bool IsNew);
