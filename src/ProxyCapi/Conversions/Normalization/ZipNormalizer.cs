namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>zp</c>: lower case, without white space, up to the first hyphen; five digits in the US (meta-capi.md section 5.3, D2, E3).</summary>
internal static class ZipNormalizer
{
    public static string? Normalize(string value, NormalizationContext context)
    {
        var code = JsText.RemoveWhiteSpace(JsText.ToLower(value));
        var hyphen = code.IndexOf('-', StringComparison.Ordinal);
        code = hyphen < 0 ? code : code[..hyphen];
        if (code.Length == 9 && context.Country == "us" && code.All(char.IsAsciiDigit))
        {
            code = code[..5];
        }

        return code.Length >= 2 ? code : null;
    }
}
