namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>external_id</c> (meta-capi.md section 5.3).</summary>
internal static class ExternalIdNormalizer
{
    public static string? Normalize(string value) =>
        CharacterFilter.Keep(value, static c => !JavaScriptText.IsWhiteSpace(c)) is { Length: > 0 } id ? JavaScriptText.ToLower(id) : null;
}
