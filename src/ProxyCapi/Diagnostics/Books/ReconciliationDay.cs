namespace ProxyCapi.Diagnostics.Books;

/// <summary>One day's observed exchanges.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Exchanges">Their outcomes and reasons, the most frequent first.</param>
internal sealed record ReconciliationDay(DateOnly Day, IReadOnlyList<BookLine> Exchanges)
{
    /// <summary>All of them.</summary>
    public long Total => Exchanges.Sum(line => line.Count);

    /// <summary>How many ended for one reason.</summary>
    public long Count(string reason) => Exchanges.Where(line => line.Reason == reason).Sum(line => line.Count);
}
