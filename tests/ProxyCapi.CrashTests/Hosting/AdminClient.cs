using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>Asks the operator's listener of a gateway.</summary>
internal sealed class AdminClient(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What <c>/healthz/delivery</c> says: whether it is unhealthy, and the description of every check that is not well.</summary>
    public async Task<(bool IsUnhealthy, string Descriptions)> GetHealthAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync("/healthz/delivery", cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var descriptions = body.GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() != "Healthy")
            .Select(check => check.Value.GetProperty("description").GetString());
        return (!response.IsSuccessStatusCode, string.Join(" ", descriptions));
    }

    /// <summary>The sum of a metric over its tags; 0 if nothing was measured.</summary>
    /// <param name="name">The name as Prometheus has it.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<double> SumAsync(string name, CancellationToken cancellationToken)
    {
        var text = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ')
            .Sum(line => ValueOf(line, name));
    }

    public void Dispose() => _client.Dispose();

    // name{tags} value [time]
    private static double ValueOf(string line, string name)
    {
        var rest = line[(line.LastIndexOf('}') is var end and >= 0 ? end + 1 : name.Length)..];
        return double.Parse(rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
