using System.Net.Sockets;
using GraphEmulator.Faults;
using Microsoft.AspNetCore.Connections.Features;

namespace GraphEmulator.Endpoint;

/// <summary>Ends of a request that no answer is.</summary>
internal static class ClientConnection
{
    /// <summary>Says nothing until the client goes, the fault is removed or the emulator stops. The connection does not outlive it.</summary>
    public static async Task HangAsync(HttpContext context, ActiveFault fault, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, fault.Removed, stopping);
        await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    /// <summary>Resets the connection: the client sees no orderly end.</summary>
    public static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            try
            {
                // A linger time of zero makes the close a reset.
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The client was faster.
            }
        }

        context.Abort();
    }
}
