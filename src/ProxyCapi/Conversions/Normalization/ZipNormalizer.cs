namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>zp</c> (meta-capi.md section 5.3, D2, E3).</summary>
internal static class ZipNormalizer
{
    private const int UnitedStatesDigits = 5;
    private const int UnitedStatesDigitsWithExtension = 9;

    public static string? Normalize(string value, in NormalizationContext context)
    {
        var text = CharacterFilter.Keep(JavaScriptText.ToLower(value), static c => !JavaScriptText.IsWhiteSpace(c));
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var zip = dash < 0 ? text : text[..dash];
        if (context.Country == "us" && zip.Length == UnitedStatesDigitsWithExtension && !zip.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return zip[..UnitedStatesDigits];
        }

        return zip.Length >= 2 ? zip : null;
    }
}
