namespace ProxyCapi.Conversions;

/// <summary>Limited Data Use as a page asks for it (meta-capi.md section 9).</summary>
/// <param name="Country">1: the United States; 0: Meta finds out.</param>
/// <param name="State">1000 to 1013, or 0: Meta finds out.</param>
internal sealed record DataUseLimit(int Country, int State);
