namespace ProxyCapi.Configuration.Validation;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The name that is nearest, if it is near enough to be meant.</summary>
    public static string? Find(string written, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(Plain(written), Plain(name))))
            .Where(candidate => candidate.Distance <= Tolerance(candidate.Name) || IsExtended(written, candidate.Name))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    /// <summary>Whether two names differ only in case and separators: <c>orderId</c> and <c>order_id</c>.</summary>
    public static bool IsSame(string written, string name) => Plain(written) == Plain(name);

    /// <summary>Changes from one word to the other: a letter more, less, other, or two swapped (optimal string alignment).</summary>
    public static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Cheapest(rows, left, right, i, j);
            }
        }

        return rows[left.Length, right.Length];
    }

    /// <summary>A name without case and separators.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static int Tolerance(string name) => name.Length < 4 ? 0 : name.Length < 8 ? 1 : 2;

    /// <summary><c>EventName</c> for <c>Event</c>, <c>Ids</c> for <c>Id</c>; anything but a beginning would be a guess in such short names.</summary>
    private static bool IsExtended(string written, string name) =>
        Plain(written).StartsWith(Plain(name), StringComparison.Ordinal) && Plain(written).Length <= 2 * name.Length;

    private static int Cheapest(int[,] rows, string left, string right, int i, int j)
    {
        var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
