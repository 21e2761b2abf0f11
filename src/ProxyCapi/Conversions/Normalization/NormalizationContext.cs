namespace ProxyCapi.Conversions.Normalization;

/// <summary>What a rule needs besides the value itself.</summary>
/// <param name="Country">Country of the order, else of the site: ISO 3166-1 alpha-2, lower case; <see langword="null"/>: unknown.</param>
/// <param name="CurrentYear">The last year in which a buyer can be born.</param>
internal readonly record struct NormalizationContext(string? Country, int CurrentYear);
