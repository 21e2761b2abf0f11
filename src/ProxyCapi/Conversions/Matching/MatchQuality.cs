namespace ProxyCapi.Conversions.Matching;

/// <summary>
/// An estimate of how well Meta can match an event with a person, from 0 to 10 like Meta's Event Match Quality. Meta's own figure weighs what it knows of
/// its users and is shown in Events Manager; this one says, before that, what an event brings along.
/// </summary>
/// <remarks>
/// Meta publishes three classes and no figures (meta-capi.md section 7): high, medium, low. Three points, one and a half and a half are ours, chosen so that
/// e-mail, phone and the browser's ids reach the 6 that Meta says to aim at, and address and browser alone do not. Browser and address count together: Meta
/// names them as a pair. A name, a city or a birth date is worth little without another key, and is not counted above its class.
/// </remarks>
internal static class MatchQuality
{
    /// <summary>The highest estimate.</summary>
    public const double Highest = 10;

    /// <summary>What Meta says to aim at.</summary>
    public const double Good = 6;

    private const double High = 3, Medium = 1.5, Low = 0.5;

    /// <summary>The estimate for an event with these keys.</summary>
    public static double Estimate(IReadOnlyList<string> keys)
    {
        var sum = keys.Contains(MatchKeys.ClientIpAddress) && keys.Contains(MatchKeys.ClientUserAgent) ? Medium : 0;
        foreach (var key in keys)
        {
            sum += Weight(key);
        }

        return Math.Min(sum, Highest);
    }

    /// <summary><c>high</c> from 6, <c>medium</c> from 3, else <c>low</c>.</summary>
    public static string Level(double estimate) => estimate >= Good ? "high" : estimate >= Good / 2 ? "medium" : "low";

    private static double Weight(string key) => key switch
    {
        "em" or MatchKeys.Fbc => High,
        "ph" or "external_id" or MatchKeys.Fbp or "fb_login_id" or "db" or "country" => Medium,
        "fn" or "ln" or "ct" or "zp" or "st" or "ge" or "lead_id" => Low,
        _ => 0,
    };
}
