namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>Writes the rule language.</summary>
internal static class RuleText
{
    /// <summary>An argument in quotes; a quote inside is written twice.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>An argument, in quotes where it needs them.</summary>
    public static string Argument(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '#' or '[' or ']') ? text : Quote(text);

    /// <summary>A member's name in JMESPath.</summary>
    public static string Member(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
