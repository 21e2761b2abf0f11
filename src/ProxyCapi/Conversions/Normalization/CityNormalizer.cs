namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ct</c>: ASCII letters and digits in lower case, beginning with a letter; marked letters fall out, as in the browser (meta-capi.md section 5.3).</summary>
internal static class CityNormalizer
{
    public static string? Normalize(string value)
    {
        var city = JsText.Keep(value, char.IsAsciiLetterOrDigit).ToLowerInvariant();
        return city.Length > 0 && char.IsAsciiLetter(city[0]) ? city : null;
    }
}
