namespace ProxyCapi.Conversions.Identity;

/// <summary>An <c>fbc</c> or <c>fbp</c> for an event.</summary>
/// <param name="Value">What is sent; <see langword="null"/>: nothing.</param>
/// <param name="IsNew">Whether it was made now, so that a cookie would have to be set for the browser to keep it.</param>
internal readonly record struct IdentityValue(string? Value, bool IsNew);
