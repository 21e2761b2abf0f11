using System.Globalization;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>Lengths of time as operators write and read them.</summary>
internal static class SpanText
{
    /// <summary>What <see cref="TryParse"/> reads, for messages.</summary>
    public const string Forms = "7d, 12h, 30m, 45s, or [days.]hh:mm:ss";

    /// <summary>Reads <c>7d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c> or .NET's form. A lone number is none: nobody knows of what.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span) && span >= TimeSpan.Zero;
        }

        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            's' => TimeSpan.FromSeconds(1),
            _ => null,
        };
        // Further back than a century is a slip of the keyboard, and a calendar ends somewhere.
        if (unit is null || number > (TimeSpan.FromDays(36500) / unit.Value))
        {
            return false;
        }

        span = unit.Value * number;
        return true;
    }

    /// <summary>The two largest units: <c>3d 4h</c>, <c>12m 5s</c>.</summary>
    public static string Write(TimeSpan span)
    {
        var (sign, time) = span < TimeSpan.Zero ? ("-", span.Negate()) : ("", span);
        return sign + time switch
        {
            { TotalDays: >= 1 } => $"{time.Days}d {time.Hours}h",
            { TotalHours: >= 1 } => $"{time.Hours}h {time.Minutes}m",
            { TotalMinutes: >= 1 } => $"{time.Minutes}m {time.Seconds}s",
            _ => $"{(int)time.TotalSeconds}s",
        };
    }

    /// <summary>Bytes in the unit that fits.</summary>
    public static string WriteBytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
