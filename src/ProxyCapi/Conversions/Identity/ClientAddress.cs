using System.Net;
using System.Net.Sockets;

namespace ProxyCapi.Conversions.Identity;

/// <summary><c>client_ip_address</c>: public, IPv6 before IPv4, the browser's own word before the connection's (meta-capi.md section 6.6).</summary>
internal static class ClientAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "fe80::/10", "fc00::/7", "ff00::/8", "100::/64",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>The address to send, in canonical text; <see langword="null"/> if none is public.</summary>
    /// <param name="cookie">The <c>_fbi</c> cookie, in which the browser library keeps the address it sees.</param>
    /// <param name="request">The request's address, after trusted forwarders.</param>
    public static string? Choose(string? cookie, IPAddress? request)
    {
        var candidates = new[] { Public(Parse(WithoutAppendix(cookie))), Public(request) };
        return (candidates.FirstOrDefault(address => address?.AddressFamily == AddressFamily.InterNetworkV6)
            ?? candidates.FirstOrDefault(address => address is not null))?.ToString();
    }

    /// <summary>The first public address of an <c>X-Forwarded-For</c>; only for a peer that is trusted.</summary>
    public static IPAddress? FirstPublic(string? forwardedFor) =>
        (forwardedFor ?? "").Split(',').Select(Parse).Select(Public).FirstOrDefault(address => address is not null);

    /// <summary>Whether an address can be somebody's on the internet; the documentation ranges can, so that tests may use them.</summary>
    public static bool IsPublic(IPAddress address) => Public(address) is not null;

    /// <summary>
    /// An address as headers carry it: quotes, brackets, port and scope taken off. Four decimal octets or IPv6; .NET's parser also takes
    /// <c>1</c>, <c>0x7f.1</c> and octal (meta-capi.md section 12).
    /// </summary>
    public static IPAddress? Parse(string? text)
    {
        var plain = (text ?? "").Trim().Trim('"').Trim();
        if (plain.StartsWith('['))
        {
            var close = plain.IndexOf(']', StringComparison.Ordinal);
            plain = close < 0 ? "" : plain[1..close];
        }
        else if (plain.Count(character => character == ':') == 1)
        {
            plain = plain[..plain.IndexOf(':', StringComparison.Ordinal)];
        }

        var scope = plain.IndexOf('%', StringComparison.Ordinal);
        plain = scope < 0 ? plain : plain[..scope];
        return plain.Contains(':', StringComparison.Ordinal)
            ? IPAddress.TryParse(plain, out var six) ? six : null
            : IsFourOctets(plain) && IPAddress.TryParse(plain, out var four) ? four : null;
    }

    private static IPAddress? Public(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
        return Array.Exists(NotPublic, network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain)) ? null : plain;
    }

    private static bool IsFourOctets(string text)
    {
        var octets = text.Split('.');
        return octets.Length == 4 && Array.TrueForAll(octets, octet =>
            octet.Length is >= 1 and <= 3 && octet.All(char.IsAsciiDigit) && (octet.Length == 1 || octet[0] != '0'));
    }

    // The browser library appends a token or eight characters, sometimes more than once.
    private static string? WithoutAppendix(string? cookie)
    {
        while (cookie is not null && cookie.LastIndexOf('.') is var dot and > 0
            && (cookie[(dot + 1)..] is "AQ" or "Ag" or "Aw" or "BA" or "BQ" or "Bg" || (cookie.Length - dot - 1 == 8 && Parse(cookie) is null)))
        {
            cookie = cookie[..dot];
        }

        return cookie;
    }
}
