using System.Net;
using System.Net.Sockets;

namespace QuickStart;

/// <summary>Where the four listeners are: the usual ports, or free ones where those are taken.</summary>
/// <param name="Shop">The shop itself.</param>
/// <param name="Gateway">The shop through the gateway.</param>
/// <param name="Admin">The gateway's admin listener.</param>
/// <param name="Emulator">The stand-in for Meta.</param>
/// <param name="Notes">What the reader should know about the choice.</param>
public sealed record Addresses(Uri Shop, Uri Gateway, Uri Admin, Uri Emulator, IReadOnlyList<string> Notes)
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    /// <summary>Ports that the operating system chooses at the start.</summary>
    public static Addresses Any { get; } = new(AnyPort, AnyPort, AnyPort, AnyPort, []);

    /// <summary>Looks for ports.</summary>
    public static Addresses Choose()
    {
        List<string> notes = [];
        return new(Find("the shop", 5080), Find("the gateway", 8080), Find("the gateway's admin listener", 8081), Find("the emulator", 5090), notes);

        Uri Find(string what, int usual)
        {
            if (IsFree(usual))
            {
                return new($"http://localhost:{usual}");
            }

            notes.Add($"Port {usual} is taken, so {what} listens at another one.");
            return AnyPort;
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
            // A machine may have IPv6 and no ::1.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
