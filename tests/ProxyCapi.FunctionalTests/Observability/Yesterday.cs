using System.Globalization;
using System.Text;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>What the rules remembered a day ago, in OpenMetrics' text: a busy pixel, whose purchases carried a key that nobody sends today.</summary>
internal static class Yesterday
{
    public const string LostKey = "db";

    private static readonly TimeSpan Around = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    public static string Write(string pixel, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var range in (string[])["6h", "1d"])
        {
            Append(text, $"proxycapi:purchases_seen:increase{range}", $"job=\"proxycapi\",proxycapi_pixel=\"{pixel}\"", 1000, now);
            // So little traffic that today's is not less.
            Append(text, $"proxycapi:requests:increase{range}", "job=\"proxycapi\"", 1, now);
        }

        Append(text, "proxycapi:purchases_queued:increase6h", $"job=\"proxycapi\",proxycapi_pixel=\"{pixel}\"", 1000, now);
        Append(text, "proxycapi:purchases_match_key:ratio6h", $"job=\"proxycapi\",proxycapi_match_key=\"{LostKey}\",proxycapi_pixel=\"{pixel}\"", 0.9, now);
        return text.Append("# EOF\n").ToString();
    }

    private static void Append(StringBuilder text, string name, string labels, double value, DateTimeOffset now)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
        var end = now.AddDays(-1) + Around;
        for (var time = now.AddDays(-1) - Around; time < end; time += Step)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value} {time.ToUnixTimeSeconds()}\n");
        }
    }
}
