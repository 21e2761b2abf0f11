namespace ProxyCapi.Conversions;

/// <summary>One value read from an exchange.</summary>
/// <param name="Text">The value as text; numbers in invariant notation.</param>
/// <param name="Kind">What it was where it was read.</param>
internal readonly record struct ScalarValue(string Text, ScalarKind Kind = ScalarKind.Text);
