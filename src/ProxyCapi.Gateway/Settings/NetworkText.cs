using System.Net;
using System.Net.Sockets;

namespace ProxyCapi.Gateway.Settings;

/// <summary>Networks as an operator writes them.</summary>
internal static class NetworkText
{
    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c>, or one address.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out network);
        }

        // .NET reads "10" as 0.0.0.10 and "10.1" as 10.0.0.1; an operator who writes that means something else.
        if (IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.AsSpan().Count('.') == 3))
        {
            network = new(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
            return true;
        }

        network = default;
        return false;
    }
}
