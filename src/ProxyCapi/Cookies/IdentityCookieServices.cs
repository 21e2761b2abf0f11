using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Cookies;

/// <summary>What setting cookies needs, in one reference.</summary>
internal sealed class IdentityCookieServices(CaptureServices capture, RecentVisitors recent)
{
    /// <summary>Clock, and the count of failures.</summary>
    public CaptureServices Capture => capture;

    /// <summary>What was given to browsers a moment ago.</summary>
    public RecentVisitors Recent => recent;

    /// <summary>Makes new values, one at a time: <see cref="RecentVisitors.FirstOf"/> sees to it.</summary>
    public FbpResolver Fbp { get; } = new(new Random());

    /// <summary>Whether the visitor lets cookies be set.</summary>
    public static bool MayRemember(IReadOnlyDictionary<string, StringValues> headers, RuleSet rules) =>
        rules.Consent.AllowsCookies(rules.Consent.Read(new ConsentRequest(headers)));
}
