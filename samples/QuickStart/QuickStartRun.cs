using Spectre.Console;

namespace QuickStart;

/// <summary>
/// One run: start, buy, show, check.
/// <code>
/// shopper ──► gateway ──► shop
///                └─────► emulator ──► table, check
/// </code>
/// </summary>
public static class QuickStartRun
{
    private const int Right = 0;
    private const int Wrong = 1;

    /// <summary>Runs.</summary>
    /// <param name="listen">Where the servers listen.</param>
    /// <param name="once">Ends after the purchase. Otherwise the servers stay up until <paramref name="cancellationToken"/> fires.</param>
    /// <param name="output">Where the run is told.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The exit code: 0 if exactly the right event arrived, 1 if not.</returns>
    public static async Task<int> RunAsync(Addresses listen, bool once, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        try
        {
            await using var servers = await Servers.StartAsync(listen, cancellationToken);
            var mistakes = await BuyAsync(servers, once, console, cancellationToken);
            WriteVerdict(console, mistakes);
            if (!once)
            {
                WriteAddresses(console, servers, listen.Notes);
                await WaitForEndAsync(cancellationToken);
            }

            return mistakes.Count == 0 ? Right : Wrong;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped before the purchase was seen.");
        }
        catch (IOException exception)
        {
            console.WriteLine($"The servers could not be started: {exception.Message}");
        }

        return Wrong;
    }

    private static async Task<IReadOnlyList<string>> BuyAsync(Servers servers, bool once, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var identity = ShopperIdentity.Create(TimeProvider.System);
        var accepted = new AcceptedEvents(servers.Journal);
        Purchase purchase;
        using (var shopper = new Shopper(servers.Gateway, identity, console.WriteLine))
        {
            try
            {
                purchase = await shopper.BuyAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidDataException)
            {
                return [$"The shopper could not buy: {exception.Message}"];
            }
        }

        await accepted.WaitForPurchaseAsync(cancellationToken);
        if (once)
        {
            // Whatever the reload might have given is there after it.
            await servers.StopGatewayAsync(cancellationToken);
        }

        EventTable.Write(console, accepted.Read());
        return [.. PurchaseCheck.FindMistakes(purchase, identity, accepted.Read()), .. accepted.FindComplaints()];
    }

    private static void WriteVerdict(IAnsiConsole console, IReadOnlyList<string> mistakes)
    {
        console.WriteLine(mistakes.Count == 0 ? "Exactly the right event arrived." : "Something is wrong:");
        foreach (var mistake in mistakes)
        {
            console.WriteLine($"  - {mistake}");
        }
    }

    private static void WriteAddresses(IAnsiConsole console, Servers servers, IReadOnlyList<string> notes)
    {
        console.WriteLine();
        foreach (var note in notes)
        {
            console.WriteLine(note);
        }

        console.WriteLine($"The shop, through the gateway   {servers.Gateway}");
        console.WriteLine($"What Meta's stand-in accepted   {servers.Emulator}");
        console.WriteLine($"The gateway's inspector         {servers.Admin}");
        console.WriteLine($"The gateway's health, metrics   {new Uri(servers.Admin, "/healthz/ready")}  {new Uri(servers.Admin, "/metrics")}");
        console.WriteLine("Buy something there. Ctrl+C stops everything and leaves nothing behind.");
    }

    private static async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(end.SetResult);
        await end.Task;
    }
}
