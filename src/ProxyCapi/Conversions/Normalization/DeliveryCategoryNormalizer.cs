namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>delivery_category</c>: one of three words, or nothing (meta-capi.md section 4).</summary>
internal static class DeliveryCategoryNormalizer
{
    public static string? Normalize(string value)
    {
        var word = JsText.ToLower(JsText.Trim(value));
        return word is "in_store" or "curbside" or "home_delivery" ? word : null;
    }
}
