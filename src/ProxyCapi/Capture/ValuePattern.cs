namespace ProxyCapi.Capture;

/// <summary>A value as an operator writes it: exact, or with <c>*</c> for any run of characters.</summary>
internal sealed class ValuePattern
{
    private readonly string _pattern;
    private readonly bool _hasStar;

    /// <summary>Compiles a pattern; every text is one.</summary>
    public ValuePattern(string pattern)
    {
        _pattern = pattern;
        _hasStar = pattern.Contains('*', StringComparison.Ordinal);
    }

    /// <summary>Whether a value fits; case counts.</summary>
    public bool IsMatch(ReadOnlySpan<char> value) => _hasStar ? IsGlobMatch(_pattern, value) : value.SequenceEqual(_pattern);

    // Goes back to the last star only, so the work is bounded by the product of the lengths whatever a client sends.
    private static bool IsGlobMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value)
    {
        int p = 0, v = 0, star = -1, resume = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = v;
            }
            else if (p < pattern.Length && pattern[p] == value[v])
            {
                p++;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
