using System.Text.Json.Nodes;

namespace QuickStart;

/// <summary>Asks the emulator what it has accepted.</summary>
internal sealed class AcceptedEvents(Uri emulator) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A second Purchase would follow the first within a moment.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { BaseAddress = emulator };

    /// <summary>Waits for a Purchase, then a moment longer for what must not come.</summary>
    public async Task<IReadOnlyList<JsonObject>> WaitForPurchaseAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!(await ReadAsync(patience.Token)).Any(item => item["event_name"]?.ToString() == "Purchase"))
            {
                await Task.Delay(Pause, patience.Token);
            }

            await Task.Delay(Aftermath, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The check says what is missing.
        }

        return await ReadAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(CancellationToken cancellationToken) =>
        [.. Events(await _http.GetFromJsonAsync<JsonNode>("/api/events", cancellationToken))];

    /// <summary>The events themselves, however deep the journal wraps them.</summary>
    private static IEnumerable<JsonObject> Events(JsonNode? node) => node switch
    {
        JsonObject found when found.ContainsKey("event_name") && found.ContainsKey("event_time") => [found],
        JsonObject wrapper => wrapper.SelectMany(property => Events(property.Value)),
        JsonArray list => list.SelectMany(Events),
        _ => [],
    };
}
