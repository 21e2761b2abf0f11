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

    /// <summary>One address as a rule or a processor gives it, in canonical form; <see langword="null"/>: none that is public.</summary>
    public static string? Canonical(string text) => PublicOrNull(AddressText.Parse(text))?.ToString();

    /// <summary>The address without scope, and IPv4 as IPv4: a dual-stack listener gives ::ffff:a.b.c.d. <see langword="null"/>: not public.</summary>
    public static IPAddress? PublicOrNull(IPAddress? address)
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
