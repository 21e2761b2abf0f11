namespace ProxyCapi.Extraction.Expressions;

/// <summary>A piece of an expression: plain text, or a placeholder.</summary>
/// <param name="Text">The text, if it is no placeholder.</param>
/// <param name="Value">The placeholder.</param>
internal readonly record struct ValuePart(string Text, ValueChoice? Value);
