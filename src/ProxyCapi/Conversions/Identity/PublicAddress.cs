using System.Net;

namespace ProxyCapi.Conversions.Identity;

/// <summary>
/// Addresses that belong to a client on the internet (meta-capi.md section 6.6). The documentation ranges count as public, as for Meta, so
/// that examples and tests can use them.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/128"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("100::/64"), // discard
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <param name="address">Not mapped: IPv4 as IPv4.</param>
    public static bool IsPublic(IPAddress address)
    {
        foreach (var network in NotPublic)
        {
            if (network.Contains(address))
            {
                return false;
            }
        }

        return true;
    }
}
