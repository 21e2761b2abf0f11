using System.Globalization;
using System.Text.Json;

namespace ProxyCapi.Delivery;

/// <summary>Meta's rate headers (meta-capi.md section 8.3). What cannot be parsed is ignored.</summary>
internal static class RateHeaders
{
    /// <summary>The header fields that are looked at.</summary>
    public static readonly string[] Names =
        ["Retry-After", "X-App-Usage", "X-Business-Use-Case-Usage", "X-Ad-Account-Usage", "X-Ad-Api-Version-Warning"];

    private static readonly string[] Percentages = ["call_count", "total_cputime", "total_time", "acc_id_util_pct"];

    /// <summary>The pause that is asked for: the longest of <c>Retry-After</c> and the time to regain access.</summary>
    public static TimeSpan? RetryAfter(IReadOnlyDictionary<string, string> headers, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        if (headers.TryGetValue("Retry-After", out var text))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                longest = TimeSpan.FromSeconds(seconds);
            }
            else if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                longest = date > now ? date - now : TimeSpan.Zero;
            }
        }

        var minutes = Figures(headers, ["estimated_time_to_regain_access"]).DefaultIfEmpty(0).Max();
        return minutes > 0 && (longest is null || TimeSpan.FromMinutes(minutes) > longest) ? TimeSpan.FromMinutes(minutes) : longest;
    }

    /// <summary>The highest percentage that any usage header shows.</summary>
    public static double? Usage(IReadOnlyDictionary<string, string> headers)
    {
        var figures = Figures(headers, Percentages);
        return figures.Count == 0 ? null : figures.Max();
    }

    private static List<double> Figures(IReadOnlyDictionary<string, string> headers, string[] names)
    {
        var found = new List<double>();
        foreach (var header in Names.Skip(1))
        {
            if (headers.TryGetValue(header, out var text))
            {
                Collect(text, names, found);
            }
        }

        return found;
    }

    private static void Collect(string text, string[] names, List<double> found)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            Collect(document.RootElement, names, found);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name in it that is no text: ignored, as the summary says.
        }
    }

    private static void Collect(JsonElement element, string[] names, List<double> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, names, found);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (names.Contains(property.Name) && property.Value.ValueKind == JsonValueKind.Number)
                    {
                        found.Add(Math.Clamp(property.Value.GetDouble(), 0, 100_000));
                    }
                    else
                    {
                        Collect(property.Value, names, found);
                    }
                }

                break;
        }
    }
}
