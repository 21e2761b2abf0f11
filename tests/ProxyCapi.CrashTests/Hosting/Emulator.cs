using GraphEmulator;
using GraphEmulator.Faults;
using GraphEmulator.Journal;
using GraphEmulator.Judgement;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>Meta's stand-in in this process, with a journal that forgets nothing of a run.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Emulator(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>What it has seen.</summary>
    public GraphJournal Journal => _app.Services.GetRequiredService<GraphJournal>();

    /// <summary>What goes wrong with it.</summary>
    public GraphFaults Faults => _app.Services.GetRequiredService<GraphFaults>();

    /// <summary>The tokens that it lets in.</summary>
    public GraphTokens Tokens => _app.Services.GetRequiredService<GraphTokens>();

    /// <summary>Starts it at a free port.</summary>
    public static async Task<Emulator> StartAsync()
    {
        var app = GraphEmulatorApplication.Create(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None",
            "--Emulator:Capacity=5000000", $"--Emulator:CapacityBytes={4L * 1024 * 1024 * 1024}",
        ]);
        await app.StartAsync();
        return new Emulator(app);
    }

    /// <summary>
    /// Gives every answer the time that Meta needs: a part before the events are committed and a part after. A gateway that dies in between leaves
    /// either outcome behind.
    /// </summary>
    public void TakeTime(TimeSpan eachPart)
    {
        Faults.Add(GraphFault.Delay(eachPart));
        Faults.Add(GraphFault.Delay(eachPart, GraphFaultStage.AfterCommit));
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that hang in a fault would hold the stop up.
        Faults.Clear();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
