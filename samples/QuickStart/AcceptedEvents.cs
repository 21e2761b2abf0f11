using System.Text.Json.Nodes;
using GraphEmulator.Journal;

namespace QuickStart;

/// <summary>What the emulator has accepted, and what it did not like.</summary>
internal sealed class AcceptedEvents(GraphJournal journal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a Purchase; gives up after half a minute, and the check says what is missing.</summary>
    public async Task WaitForPurchaseAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await journal.WaitUntilAsync(
                state => state.Events.Any(accepted => accepted.EventName == "Purchase") || state.Summary.RefusedRequests > 0, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Out of patience.
        }
    }

    /// <summary>The events, as they were sent.</summary>
    public IReadOnlyList<JsonObject> Read() => [.. journal.Events.Select(accepted => JsonObject.Create(accepted.Parse())!)];

    /// <summary>Refusals and warnings: Meta would say the same, and nobody would read it.</summary>
    public IEnumerable<string> FindComplaints() => journal.Requests.SelectMany(request => request.Problems.Concat(request.Warnings))
        .Select(complaint => $"The emulator complains: {complaint}");
}
