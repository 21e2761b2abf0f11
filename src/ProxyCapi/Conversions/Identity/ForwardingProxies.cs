using System.Net;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Noise;

namespace ProxyCapi.Conversions.Identity;

/// <summary>The client's address where proxies of the operator's say it (meta-capi.md section 6.6), compiled from options that were found valid.</summary>
/// <remarks>
/// A departure from the section's "first public entry": of a list the last public entry counts that is no trusted proxy, as ASP.NET's own middleware has it.
/// What stands before that entry the client may have written itself. Where all who wrote the list are trusted, it is the same entry.
/// </remarks>
internal sealed class ForwardingProxies(IdentityOptions options)
{
    private const string List = "X-Forwarded-For";
    private const string WithPort = "CloudFront-Viewer-Address";

    /// <summary>What the products call their field, by their makers' documentation; where there are several the first that is there counts.</summary>
    private static readonly Dictionary<string, string[]> Presets = new(StringComparer.OrdinalIgnoreCase)
    {
        // developers.cloudflare.com/fundamentals/reference/http-headers: with "Pseudo IPv4: Overwrite headers" the real address is in the first.
        ["Cloudflare"] = ["CF-Connecting-IPv6", "CF-Connecting-IP"],
        // docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html: address and port.
        ["CloudFront"] = [WithPort],
        // www.fastly.com/documentation/reference/http/http-headers/Fastly-Client-IP
        ["Fastly"] = ["Fastly-Client-IP"],
        // techdocs.akamai.com/property-mgr/docs/origin-server (True Client IP)
        ["Akamai"] = ["True-Client-IP"],
        // learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol
        ["AzureFrontDoor"] = ["X-Azure-ClientIP"],
        ["XForwardedFor"] = [List],
    };

    private readonly (NetworkList Networks, string[] Headers)[] _proxies =
        [.. options.TrustedProxies.Values.Select(proxy => (new NetworkList(proxy.Networks), HeadersOf(proxy)))];

    /// <summary>Names of the presets.</summary>
    public static IEnumerable<string> PresetNames => Presets.Keys;

    /// <summary>
    /// The client's address; that of the request unless it came through a trusted proxy. A trusted proxy that does not say who its client is leaves none:
    /// its own address is nobody's.
    /// </summary>
    public IPAddress? ClientOf(Exchange exchange) => ClientOf(exchange.RemoteIpAddress, exchange.RequestHeaders);

    /// <summary>The same for a request that is still under way.</summary>
    public IPAddress? ClientOf(IPAddress? peer, IReadOnlyDictionary<string, StringValues> requestHeaders)
    {
        foreach (var (networks, headers) in _proxies)
        {
            if (networks.Contains(peer))
            {
                return headers.Select(header => Last(requestHeaders, header)).FirstOrDefault(address => address is not null);
            }
        }

        return peer;
    }

    private IPAddress? Last(IReadOnlyDictionary<string, StringValues> requestHeaders, string header)
    {
        if (!requestHeaders.TryGetValue(header, out var values))
        {
            return null;
        }

        foreach (var entry in string.Join(',', values.OfType<string>()).Split(',').Reverse())
        {
            if (string.IsNullOrWhiteSpace(entry))
            {
                continue;
            }

            // CloudFront puts the port behind an IPv6 address without brackets.
            var address = AddressText.Parse(header == WithPort && entry.LastIndexOf(':') is var port and > 0 ? entry.AsSpan(0, port) : entry);
            if (address is null)
            {
                return null;
            }

            // A hop inside somebody's own network is no client on the internet; whoever named it is.
            if (ClientAddress.PublicOrNull(address) is { } client && !Array.Exists(_proxies, proxy => proxy.Networks.Contains(client)))
            {
                return client;
            }
        }

        return null;
    }

    private static string[] HeadersOf(TrustedProxyOptions proxy) =>
        !string.IsNullOrWhiteSpace(proxy.Header) ? [proxy.Header.Trim()] : proxy.Preset is { } preset && Presets.TryGetValue(preset.Trim(), out var headers) ? headers : [List];
}
