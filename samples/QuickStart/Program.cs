// A shop, the gateway in front of it, a stand-in for Meta, and a shopper who buys something through the gateway:
//
//   dotnet run --project samples/QuickStart              buys, shows what was accepted, and stays up until Ctrl+C
//   dotnet run --project samples/QuickStart -- --once    ends after the purchase: 0 if exactly the right event arrived, 1 with the mistakes if not
using System.Runtime.InteropServices;
using QuickStart;

if (args is not ([] or ["--once"]))
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project samples/QuickStart [-- --once]");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await QuickStartRun.RunAsync(Addresses.Choose(), once: args is ["--once"], Console.Out, stop.Token);

void Stop(PosixSignalContext context)
{
    // Not the end of the process: first the servers stop, and their folder goes.
    context.Cancel = true;
    stop.Cancel();
}
