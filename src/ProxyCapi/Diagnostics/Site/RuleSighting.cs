namespace ProxyCapi.Diagnostics.Site;

/// <summary>How often a rule was asked, and gave something.</summary>
/// <param name="Matched">Exchanges that fitted it.</param>
/// <param name="Converted">Conversions it gave; with discovery beside it, those that it began.</param>
/// <param name="LastSeen">When it last fitted.</param>
internal readonly record struct RuleSighting(long Matched, long Converted, DateTimeOffset LastSeen);
