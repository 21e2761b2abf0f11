using System.Net;
using System.Net.Sockets;

namespace ProxyCapi.Conversions.Identity;

/// <summary>The client's address that goes to Meta: public, canonical, IPv6 preferred (meta-capi.md section 6.6).</summary>
internal static class ClientAddress
{
    /// <summary>The best candidate as text; <see langword="null"/>: nothing public.</summary>
    /// <param name="fbiCookie">The value of <c>_fbi</c>, which the browser library writes.</param>
    /// <param name="requestAddress">The request's address, after trusted forwarders were taken into account.</param>
    public static string? Resolve(string? fbiCookie, IPAddress? requestAddress)
    {
        var fromCookie = fbiCookie is null ? null : PublicOrNull(AddressText.Parse(Appendix.Remove(fbiCookie)));
        var fromRequest = PublicOrNull(requestAddress);
        var isRequestBetter = fromRequest?.AddressFamily == AddressFamily.InterNetworkV6
            && fromCookie?.AddressFamily != AddressFamily.InterNetworkV6;
        return (isRequestBetter ? fromRequest : fromCookie ?? fromRequest)?.ToString();
    }

    /// <summary>The first public entry of X-Forwarded-For. Only for a request whose peer is a trusted proxy: anyone can write the header.</summary>
    public static IPAddress? FirstPublic(string? forwardedFor)
    {
        var text = forwardedFor.AsSpan();
        foreach (var range in text.Split(','))
        {
            if (PublicOrNull(AddressText.Parse(text[range])) is { } address)
            {
                return address;
            }
        }

        return null;
    }

    // Without scope, and IPv4 as IPv4: a dual-stack listener gives ::ffff:a.b.c.d.
    private static IPAddress? PublicOrNull(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }
        else if (address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 })
        {
            address = new IPAddress(address.GetAddressBytes());
        }

        return address is not null && PublicAddress.IsPublic(address) ? address : null;
    }
}
