namespace ProxyCapi.Extraction.Numbers;

/// <summary>What is known about the numbers of a page.</summary>
/// <param name="DecimalMark"><c>.</c> or <c>,</c>; <see langword="null"/> if nobody said.</param>
/// <param name="Currency">ISO 4217 code, for its number of decimals; <see langword="null"/> if unknown.</param>
internal readonly record struct NumberFormat(char? DecimalMark, string? Currency = null)
{
    /// <summary>The format of a language tag.</summary>
    public static NumberFormat OfLanguage(string? language) => new(DecimalMarks.Of(language));
}
