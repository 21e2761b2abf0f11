using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>The hash that a plain value of a page must arrive as.</summary>
internal static class PlainUserData
{
    /// <returns><see langword="null"/> if the value is not valid for its key, so that nothing may arrive.</returns>
    public static string? Hash(string key, string value, string? country) => UserDataHasher.HashValue(
        key, value, new NormalizationContext(country is null ? null : CountryNormalizer.Normalize(country), TimeProvider.System.GetUtcNow().Year));
}
