using System.Globalization;

namespace ProxyCapi.Storage;

/// <summary>The name of a folder with files that were set aside: <c>damaged-20260102T030405Z</c>, and <c>damaged-20260102T030405Z-2</c> for the next one of that second.</summary>
/// <param name="Why">Why they were set aside.</param>
/// <param name="Time">When, to the second, UTC.</param>
/// <param name="Number">The how many-th of that second, from 1.</param>
internal sealed record AsideName(string Why, DateTime Time, int Number = 1) : IComparable<AsideName>
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    public DateTime Time { get; } = new(Time.Ticks - (Time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    /// <summary>Reads a name; <see langword="null"/> if it is none of that reason.</summary>
    public static AsideName? TryParse(string why, string name)
    {
        if (!name.StartsWith(why + "-", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name.AsSpan(why.Length + 1);
        var number = 1;
        if (rest.IndexOf('-') is > 0 and var hyphen)
        {
            if (!int.TryParse(rest[(hyphen + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            {
                return null;
            }

            rest = rest[..hyphen];
        }

        return DateTime.TryParseExact(rest, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new AsideName(why, time, number)
            : null;
    }

    /// <summary>The name behind this one.</summary>
    public AsideName Next() => new(Why, Time, Number + 1);

    public int CompareTo(AsideName? other) =>
        other is null ? 1 : Time != other.Time ? Time.CompareTo(other.Time) : Number.CompareTo(other.Number);

    public override string ToString()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Why}-{Time.ToString(Format, CultureInfo.InvariantCulture)}");
        return Number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{Number}");
    }
}
