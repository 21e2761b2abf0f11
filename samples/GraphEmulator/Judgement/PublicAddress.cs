using System.Net;
using System.Net.Sockets;

namespace GraphEmulator.Judgement;

/// <summary>
/// Tells the address of a person's connection from text, and from addresses that no connection to a public site comes from (meta-capi.md section 6.6).
/// The documentation ranges count as public, so that tests may use them.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "::ffff:0:0/96", "100::/64", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Reads a bare address: no port, no brackets, no blanks, no zone, no number system but decimal.</summary>
    public static bool TryRead(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length == 0 || text.AsSpan().ContainsAny("[]% ") || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = parsed;
        return parsed.AddressFamily == AddressFamily.InterNetworkV6 ? text.Contains(':', StringComparison.Ordinal) : text == parsed.ToString();
    }

    public static bool IsPublic(IPAddress address)
    {
        foreach (var network in NotPublic)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return false;
            }
        }

        return true;
    }
}
