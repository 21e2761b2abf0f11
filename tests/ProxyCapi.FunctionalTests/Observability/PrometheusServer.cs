using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>A Prometheus of its own: a process on a free port with a folder that goes with it.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly Task<string> _log;
    private readonly HttpClient _client;

    private PrometheusServer(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        _log = process.StandardError.ReadToEndAsync();
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port}/api/v1/"), Timeout = Patience };
    }

    /// <summary>Starts it for a target, as samples/observability says and faster, with a yesterday in its memory.</summary>
    public static async Task<PrometheusServer> StartAsync(string target, string yesterday)
    {
        var program = Promtool.Find("prometheus");
        var folder = Directory.CreateTempSubdirectory("proxycapi-prometheus-");
        try
        {
            var config = ObservabilityFiles.WriteHurried(folder.FullName, target);
            await Promtool.RunAsync(folder.FullName, "check", "config", config);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "yesterday"), yesterday);
            await Promtool.RunAsync(folder.FullName, "tsdb", "create-blocks-from", "openmetrics", "yesterday", "data");
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }

        var server = Start(program, folder, FreePort());
        try
        {
            await server.WaitAsync("Prometheus is ready", async () => (await server.QueryAsync("up == 1")).Count > 0);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Evaluates a query now.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query)
    {
        using var content = new FormUrlEncodedContent([new("query", query)]);
        using var response = await _client.PostAsync(new Uri("query", UriKind.Relative), content);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException("Prometheus listens, and reads what it has on disk.");
        }

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True((string?)answer["status"] == "success", $"{query}\n{answer["error"]}");
        var data = answer["data"]!;
        return (string?)data["resultType"] == "scalar"
            ? []
            : [.. data["result"]!.AsArray().Select(result => PrometheusSample.Read(result!))];
    }

    /// <summary>The values of a label of a metric's series.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(string metric, string label)
    {
        var answer = await GetAsync($"label/{label}/values?match[]={Uri.EscapeDataString(metric)}");
        return [.. answer.AsArray().Select(value => (string)value!)];
    }

    /// <summary>Every rule, with what is wrong with it: an empty text for those that evaluate.</summary>
    public async Task<IReadOnlyList<(string Name, string Complaint)>> RulesAsync()
    {
        var groups = (await GetAsync("rules"))["groups"]!.AsArray();
        return [.. groups.SelectMany(group => group!["rules"]!.AsArray())
            .Select(rule => ((string)rule!["name"]!, (string?)rule["health"] == "ok" ? "" : $"{rule["health"]}: {rule["lastError"]}"))];
    }

    /// <summary>The alerts that are firing.</summary>
    public async Task<IReadOnlyList<PrometheusAlert>> AlertsAsync() =>
        [.. (await GetAsync("alerts"))["alerts"]!.AsArray().Where(alert => (string?)alert!["state"] == "firing").Select(alert => PrometheusAlert.Read(alert!))];

    /// <summary>Waits for an alert, and gives it.</summary>
    public async Task<PrometheusAlert> WaitForAlertAsync(string name, string? pixel = null)
    {
        PrometheusAlert? found = null;
        await WaitAsync(
            $"{name} fires {pixel}",
            async () => (found = (await AlertsAsync()).FirstOrDefault(alert => alert.Name == name && (pixel is null || alert.Pixel == pixel))) is not null);
        return found!;
    }

    /// <summary>Waits until a query gives something.</summary>
    public Task WaitForDataAsync(string query) => WaitAsync(query, async () => (await QueryAsync(query)).Count > 0);

    /// <summary>Waits until something holds, and fails the test if it does not come to that.</summary>
    public async Task WaitAsync(string what, Func<Task<bool>> condition)
    {
        using var end = new CancellationTokenSource(Patience);
        var last = "";
        while (!end.IsCancellationRequested)
        {
            Assert.False(_process.HasExited, $"Prometheus has ended: {(_log.IsCompleted ? _log.Result : "")}");
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException exception)
            {
                // Not yet listening.
                last = exception.Message;
            }

            // Another process is asked: it tells nobody when it has scraped.
            await Task.Delay(Pause);
        }

        Assert.Fail($"In vain was waited for: {what}. {last}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static PrometheusServer Start(string program, DirectoryInfo folder, int port) => new(
        folder,
        Process.Start(new ProcessStartInfo(
            program,
            [
                $"--config.file={Path.Combine(folder.FullName, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
            ])
        {
            RedirectStandardError = true,
        })!,
        port);

    private async Task<JsonNode> GetAsync(string path) => (await _client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!["data"]!;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
