using System.Net;
using System.Net.Sockets;

namespace ProxyCapi.Conversions.Noise;

/// <summary>Networks as an operator writes them.</summary>
internal sealed class NetworkList(IEnumerable<string> networks)
{
    private readonly IPNetwork[] _networks = [.. networks.Select(text => TryParse(text, out var network) ? network : default(IPNetwork?)).OfType<IPNetwork>()];

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c>, or one address.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out network);
        }

        // .NET reads "10" as 0.0.0.10 and "10.1" as 10.0.0.1; an operator who writes that means something else.
        if (IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.AsSpan().Count('.') == 3))
        {
            network = new(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
            return true;
        }

        network = default;
        return false;
    }

    /// <summary>Whether an address lies in one of them; IPv4 inside IPv6 is IPv4.</summary>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }
}
