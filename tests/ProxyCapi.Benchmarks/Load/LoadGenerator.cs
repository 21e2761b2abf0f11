using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ProxyCapi.Benchmarks.Load;

/// <summary>Eight connections that ask as fast as they are answered, for a fixed number of requests.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private const int Connections = 8;
    private static long _order;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = Connections,
    });

    public async Task<Sample> RunAsync(Target target, Scenario scenario, int requests)
    {
        var whole = new double[requests];
        var first = new double[requests];
        var next = -1;
        var before = target.Read();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var buffer = new byte[64 * 1024];
            for (int index; (index = Interlocked.Increment(ref next)) < requests;)
            {
                (whole[index], first[index]) = await AskAsync(target, scenario, buffer);
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = target.Read();
        Array.Sort(whole);
        Array.Sort(first);
        return new Sample(
            (after.Cpu - before.Cpu) / requests,
            (after.Bytes - before.Bytes) / (double)requests,
            requests / elapsed.TotalSeconds,
            whole[requests * 99 / 100],
            first[requests / 2]);
    }

    private async Task<(double Whole, double First)> AskAsync(Target target, Scenario scenario, byte[] buffer)
    {
        using var request = new HttpRequestMessage(scenario.Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(target.Address, scenario.Path));
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0");
        request.Headers.TryAddWithoutValidation("Cookie", "_fbp=fb.1.1760600855252.1011310732; sid=1");
        request.Headers.TryAddWithoutValidation("X-Order", Interlocked.Increment(ref _order).ToString(CultureInfo.InvariantCulture));
        if (scenario.Body is not null)
        {
            request.Content = new ByteArrayContent(scenario.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var started = Stopwatch.GetTimestamp();
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var count = await body.ReadAsync(buffer);
        var first = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        while (count > 0)
        {
            count = await body.ReadAsync(buffer);
        }

        return (Stopwatch.GetElapsedTime(started).TotalMicroseconds, first);
    }

    public void Dispose() => _client.Dispose();
}
