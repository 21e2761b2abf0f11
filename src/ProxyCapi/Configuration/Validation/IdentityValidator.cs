using System.Buffers;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Conversions.Noise;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks how the buyer is recognised.</summary>
internal static class IdentityValidator
{
    private static readonly SearchValues<char> FieldName = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(IdentityOptions options, ConfigurationPlace place)
    {
        // Two letters: whether a country has them, and how its numbers are written, is the phone library's to know.
        if (!string.IsNullOrEmpty(options.DefaultCountry)
            && (options.DefaultCountry.Length != 2 || !options.DefaultCountry.All(char.IsAsciiLetter)))
        {
            place[nameof(options.DefaultCountry)].Fail(
                "It is not a country's code.", "Write the two letters of ISO 3166-1: DE, FR, US, GB.");
        }

        for (var i = 0; i < options.CookieDomains.Count; i++)
        {
            if (Uri.CheckHostName(options.CookieDomains[i]?.TrimStart('.') ?? "") != UriHostNameType.Dns)
            {
                place[nameof(options.CookieDomains)][i].Fail("It is not a domain.", "Write the domain alone: shop.example.");
            }
        }

        for (var i = 0; i < options.PrivateQueryKeys.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.PrivateQueryKeys[i]) || options.PrivateQueryKeys[i].AsSpan().ContainsAny('?', '&', '='))
            {
                place[nameof(options.PrivateQueryKeys)][i].Fail("It is not a query parameter's name.", "Write the name alone: customer_ref.");
            }
        }

        foreach (var (name, proxy) in options.TrustedProxies)
        {
            Validate(proxy, place[nameof(options.TrustedProxies)][name]);
        }
    }

    private static void Validate(TrustedProxyOptions proxy, ConfigurationPlace place)
    {
        if (proxy.Preset is { } preset && !ForwardingProxies.PresetNames.Contains(preset.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            place[nameof(proxy.Preset)].Fail($"There is no preset '{preset}'.", $"Write one of {string.Join(", ", ForwardingProxies.PresetNames)}, or the name of the field as Header.");
        }

        if (proxy.Header is { } header && (string.IsNullOrWhiteSpace(header) || header.Trim().AsSpan().ContainsAnyExcept(FieldName)))
        {
            place[nameof(proxy.Header)].Fail("It is not the name of a header field.", "Write the name alone: X-Real-IP.");
        }

        if (proxy.Networks.Count == 0)
        {
            place[nameof(proxy.Networks)].Fail("Nobody is trusted.", "Write the networks that the proxy's requests come from, as its maker publishes them (for Cloudflare https://www.cloudflare.com/ips/), or take the entry out.");
        }

        for (var i = 0; i < proxy.Networks.Count; i++)
        {
            if (!NetworkList.TryParse(proxy.Networks[i], out var network))
            {
                place[nameof(proxy.Networks)][i].Fail("It is not a network.", "Write an address and a prefix length (173.245.48.0/20, 2400:cb00::/32), or one address.");
            }
            else if (network.PrefixLength == 0)
            {
                place[nameof(proxy.Networks)][i].Fail("It is everybody, and everybody could say to be anyone.", "Write the networks that the proxy's requests come from.");
            }
        }
    }
}
