using GraphEmulator.Faults;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>One event in a batch of 1000 that Meta refuses: the others are accepted, it alone becomes a dead letter, with what Meta said.</summary>
internal sealed class PoisonScenario(int seed)
{
    private const int Batch = 1000;
    private const int Rate = 300;
    private const int Code = 100;
    private const int Subcode = 2804003;
    private const string Message = "The event time is too old (from the crash tests).";

    /// <summary>An event and its envelope are smaller than this.</summary>
    private const int BytesForBatch = Batch * 4 * 1024;

    private static readonly TimeSpan StorePatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it.</summary>
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync(settings =>
        {
            settings["ProxyCapi:Delivery:BatchSize"] = $"{Batch}";
            settings["ProxyCapi:Delivery:MaxBatchBytes"] = $"{BytesForBatch}";
        });
        var result = new ScenarioResult();
        await FillAsync(bed, cancellationToken);

        var poisoned = bed.Orders.At(new Random(seed).Next(Batch));
        bed.Emulator.Faults.Add(GraphFault.Error(400, Code, Subcode, Message) with { EventId = poisoned.EventId });
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        var promises = new Promises(TestBed.Pixel);
        promises.AddShown(bed.Orders);
        await FinalCheck.RunAsync(bed, gateway, promises, result, DrainPatience, cancellationToken, deadLetters: 1);
        Judge(bed, poisoned, result);
        return result;
    }

    /// <summary>
    /// Brings the orders to the disk of a gateway that Meta's stand-in lets nothing in from, and kills it: the next one finds all of them at once.
    /// </summary>
    private async Task FillAsync(TestBed bed, CancellationToken cancellationToken)
    {
        bed.Emulator.Tokens.AllowOnly();
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        while (bed.Orders.Count < Batch)
        {
            using var load = new OrderLoad(gateway.Public, bed.Orders, Rate, seed);
            await load.RunAsync(cancellationToken, Batch - bed.Orders.Count);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StorePatience);
        while (OutboxFile.CountOpen(bed.Folder.Data) < Batch)
        {
            await Task.Delay(Look, patience.Token);
        }

        await gateway.KillAsync();
        bed.Emulator.Tokens.AllowAny();
        bed.Emulator.Journal.Clear();
    }

    private static void Judge(TestBed bed, Order poisoned, ScenarioResult result)
    {
        var requests = bed.Emulator.Journal.Requests;
        var accepted = bed.Emulator.Journal.Summary.AcceptedEvents;
        var letters = OutboxFile.Read(bed.Folder.Data).Dead;
        result.Show("first request", $"{requests[0].Events} events");
        result.Show("accepted", $"{accepted} events");
        result.Show("calls", $"{requests.Count}: {string.Join(", ", requests.Select(request => request.Events))}");
        foreach (var letter in letters)
        {
            result.Show("dead letter", $"{letter.Reason}, code {letter.Code}, subcode {letter.Subcode}: {letter.Message}");
        }

        result.Require(requests[0].Events == Batch, $"The first request held {requests[0].Events} events, not {Batch}.");
        result.Require(accepted == Batch - 1, $"{accepted} events were accepted, not {Batch - 1}.");
        result.Require(
            letters is [{ Code: Code, Subcode: Subcode, Message: Message }] && letters[0].SeenKey == poisoned.SeenKeyFor(TestBed.Pixel),
            "The poisoned event is not the one dead letter, with Meta's code, subcode and message.");
    }
}
