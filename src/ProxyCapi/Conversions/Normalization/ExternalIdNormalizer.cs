namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>external_id</c>: without white space, lower case (meta-capi.md section 5.3).</summary>
internal static class ExternalIdNormalizer
{
    public static string? Normalize(string value)
    {
        var id = JsText.ToLower(JsText.RemoveWhiteSpace(value));
        return id.Length == 0 ? null : id;
    }
}
