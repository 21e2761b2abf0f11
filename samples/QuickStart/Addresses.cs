using System.Net;
using System.Net.Sockets;

namespace QuickStart;

/// <summary>Where the four listeners are: the usual ports, or free ones where those are taken.</summary>
internal sealed record Addresses(Uri Shop, Uri Gateway, Uri Admin, Uri Emulator, IReadOnlyList<string> Notes)
{
    /// <summary>Looks for ports.</summary>
    public static Addresses Choose()
    {
        List<string> notes = [];
        return new(Find("the shop", 5080), Find("the gateway", 8080), Find("the gateway's admin listener", 8081), Find("the emulator", 5090), notes);

        Uri Find(string what, int usual)
        {
            var port = IsFree(usual) ? usual : FreePort();
            if (port != usual)
            {
                notes.Add($"Port {usual} is taken, so {what} listens at {port}.");
            }

            return new($"http://localhost:{port}");
        }
    }

    /// <summary>"localhost" is both loopback addresses, so both have to be free.</summary>
    private static bool IsFree(int port)
    {
        try
        {
            using var v4 = new TcpListener(IPAddress.Loopback, port);
            v4.Start();
            if (Socket.OSSupportsIPv6)
            {
                using var v6 = new TcpListener(IPAddress.IPv6Loopback, port);
                v6.Start();
            }

            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
