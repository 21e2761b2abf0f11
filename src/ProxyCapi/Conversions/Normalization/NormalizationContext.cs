namespace ProxyCapi.Conversions.Normalization;

/// <summary>What a value's rule may need besides the value.</summary>
/// <param name="CurrentYear">This year, for dates of birth (meta-capi.md section 5.2, D5).</param>
/// <param name="Country">Normalised country of the buyer, if known.</param>
/// <param name="DefaultCountry">The site's country, if configured (meta-capi.md section 5.2, E2).</param>
internal readonly record struct NormalizationContext(int CurrentYear, string? Country = null, string? DefaultCountry = null)
{
    /// <summary>The country of numbers without a calling code.</summary>
    public string? PhoneCountry => Country ?? DefaultCountry;
}
