using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Tests.Conversions.Normalization;
using ProxyCapi.Tests.Extraction;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Identity;

/// <summary>fbc.json, fbp.json, cookies-domain.json, client-ip.json, appendix.json.</summary>
public sealed class IdentityVectorTests(ITestOutputHelper output)
{
    [Fact]
    public void Vectors_OfFbc_AreResolved() => VectorFile.Play("fbc.json", output, vector =>
    {
        var domain = DomainOf(vector);
        var query = vector.TryGetProperty("query", out var pairs)
            ? string.Join('&', pairs.EnumerateObject().Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value.ToString())}"))
            : "";
        var now = DateTimeOffset.FromUnixTimeMilliseconds(vector.GetProperty("now_ms").GetInt64());
        var fbc = FbcResolver.Resolve(ClickId.Find(query, vector.Text("referer")), CookieOf(vector, "_fbc"), domain.SubdomainIndex, now);
        return Differences(vector.GetProperty("expect"), domain, "fbc", "_fbc", fbc);
    });

    [Fact]
    public void Vectors_OfFbp_AreResolved() => VectorFile.Play("fbp.json", output, vector =>
    {
        if (vector.TryGetProperty("random_min", out var least))
        {
            return BoundsOfRandomPart(least.GetInt64(), vector.GetProperty("random_max").GetInt64());
        }

        var domain = DomainOf(vector);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(vector.GetProperty("now_ms").GetInt64());
        var fbp = new FbpResolver(new Random(1)).ReadOrMint(CookieOf(vector, "_fbp"), domain.SubdomainIndex, now);
        var expect = vector.GetProperty("expect");
        if (expect.TryGetProperty("minted", out var minted) && minted.GetBoolean() != fbp.IsNew)
        {
            return $"minted: {fbp.IsNew}";
        }

        if (expect.Text("max_age") is { } age && age != IdentityCookieNames.Lifetime.TotalSeconds.ToString("F0", null))
        {
            return "max_age differs";
        }

        return expect.Text("fbp_pattern") is { } pattern
            ? Regex.IsMatch(fbp.Value!, pattern) ? Differences(expect, domain, null, "_fbp", fbp) : $"{fbp.Value} does not fit {pattern}"
            : Differences(expect, domain, "fbp", "_fbp", fbp);
    });

    [Fact]
    public void Vectors_OfCookieDomain_AreResolved() => VectorFile.Play("cookies-domain.json", output, vector =>
    {
        var expect = vector.GetProperty("expect");
        var domain = DomainOf(vector);
        return Differences(expect, domain, null, "", default)
            ?? (expect.TryGetProperty("set_cookie_domain_attribute", out _) && expect.Text("set_cookie_domain_attribute") != domain.Attribute
                ? $"attribute {domain.Attribute ?? "null"}"
                : null);
    });

    [Fact]
    public void Vectors_OfClientAddress_AreResolved() => VectorFile.Play("client-ip.json", output, vector =>
    {
        var address = ClientAddress.Resolve(vector.Text("fbi_cookie"), ClientOf(vector));
        return address == vector.Text("expected") ? null : $"{address ?? "null"}, expected {vector.Text("expected") ?? "null"}";
    });

    [Fact]
    public void Vectors_OfAppendix_AreJudged() => VectorFile.Play("appendix.json", output, vector =>
        Appendix.IsValid(vector.Text("appendix")) == vector.GetProperty("valid").GetBoolean() ? null : "validity differs");

    // A vector trusts a header as a whole and takes its first public entry; an operator trusts networks. So the proxies are trusted that must have written the
    // header for its first public entry to be true: the peer, and whoever is named behind that entry. A header that names nobody public was written by none.
    private static IPAddress? ClientOf(JsonElement vector)
    {
        const string peerOfAList = "127.0.0.1";
        var list = vector.Text("x_forwarded_for");
        var isTrusted = !vector.TryGetProperty("trust_forwarded", out var trust) || trust.GetBoolean();
        var named = (list ?? "").Split(',').Select(entry => ClientAddress.Canonical(entry)).OfType<string>().ToArray();
        var options = new IdentityOptions();
        if (isTrusted && named.Length > 0)
        {
            options.TrustedProxies["all"] = new() { Networks = [peerOfAList, .. named.Skip(1).Where(address => address != named[0])] };
        }

        var exchange = new TestExchange { ClientAddress = null, RequestHeaders = list is null ? [] : [("X-Forwarded-For", list)] }.Build();
        return new ForwardingProxies(options).ClientOf(AddressText.Parse(isTrusted && named.Length > 0 ? peerOfAList : vector.Text("remote_address")), exchange.RequestHeaders);
    }

    // Meta's resolver is the caller's own function; with us an operator configures the domain instead.
    private static CookieDomain DomainOf(JsonElement vector)
    {
        string[] configured = vector.TryGetProperty("domains", out var domains) && domains.ValueKind == JsonValueKind.Array
            ? [.. domains.EnumerateArray().Select(domain => domain.GetString()!)]
            : vector.Text("resolver_returns") is { } resolved ? [resolved] : [];
        return new CookieDomainResolver(configured, PublicSuffixList.Default).Resolve(vector.Text("host"));
    }

    private static string? CookieOf(JsonElement vector, string name) =>
        vector.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Object ? cookies.Text(name) : null;

    private static string? Differences(JsonElement expect, CookieDomain domain, string? valueName, string cookieName, IdentityValue value)
    {
        if (valueName is not null && expect.Text(valueName) != value.Value)
        {
            return $"{valueName} is {value.Value ?? "null"}, expected {expect.Text(valueName) ?? "null"}";
        }

        if (expect.TryGetProperty("set_cookies", out var cookies)
            && cookies.EnumerateArray().Any(cookie => cookie.GetString() == cookieName) != value.IsNew)
        {
            return $"new: {value.IsNew}";
        }

        if (expect.TryGetProperty("cookie_domain", out _) && expect.Text("cookie_domain") != domain.Name)
        {
            return $"domain is {domain.Name ?? "null"}, expected {expect.Text("cookie_domain") ?? "null"}";
        }

        return expect.TryGetProperty("sub_domain_index", out var index) && index.GetInt32() != domain.SubdomainIndex
            ? $"index is {domain.SubdomainIndex}"
            : null;
    }

    private static string? BoundsOfRandomPart(long least, long most)
    {
        var bounds = new Bounds();
        var fbp = new FbpResolver(bounds).ReadOrMint(null, 1, DateTimeOffset.UnixEpoch);
        return bounds.Least == least && bounds.Most == most && fbp.Value == $"fb.1.0.{most}" ? null : $"{bounds.Least} to {bounds.Most}";
    }

    private sealed class Bounds : Random
    {
        public long Least { get; private set; } = -1;

        public long Most { get; private set; } = -1;

        public override int Next(int maxValue)
        {
            (Least, Most) = (0, maxValue - 1);
            return maxValue - 1;
        }
    }
}
