namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ct</c> (meta-capi.md section 5.3). Letters with accents are lost: that is what the pixel hashes.</summary>
internal static class CityNormalizer
{
    public static string? Normalize(string value) =>
        CharacterFilter.Keep(value, char.IsAsciiLetterOrDigit) is { Length: > 0 } city && char.IsAsciiLetter(city[0])
            ? city.ToLowerInvariant()
            : null;
}
