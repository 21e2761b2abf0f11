namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>delivery_category</c> (meta-capi.md section 4).</summary>
internal static class DeliveryCategoryNormalizer
{
    public static string? Normalize(string value) => JavaScriptText.ToLower(JavaScriptText.Trim(value)) switch
    {
        "in_store" => "in_store",
        "curbside" => "curbside",
        "home_delivery" => "home_delivery",
        _ => null,
    };
}
