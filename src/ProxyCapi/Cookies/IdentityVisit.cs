using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Cookies;

/// <summary>One visit of a page by a browser: which identity cookies it has, and which it needs.</summary>
internal sealed class IdentityVisit(HttpContext context, CookieDomainResolver domains, VisitorMark? mark, IdentityCookieServices services)
{
    private readonly CookieDomain _domain = domains.Resolve(context.Request.Host.Value);
    private readonly DateTimeOffset _now = services.Capture.Clock.GetUtcNow();

    /// <summary>Appends the cookies that the browser lacks, but those that the site sets itself.</summary>
    /// <returns>What was set, by name.</returns>
    public Dictionary<string, string> Issue(IReadOnlySet<string> setBySite)
    {
        var issued = new Dictionary<string, string>(StringComparer.Ordinal);
        if (NewClick() is { } fbc && !setBySite.Contains(IdentityCookieNames.Fbc))
        {
            issued[IdentityCookieNames.Fbc] = fbc;
        }

        if (FbpResolver.Read(Cookie(IdentityCookieNames.Fbp)).Value is null && !setBySite.Contains(IdentityCookieNames.Fbp))
        {
            issued[IdentityCookieNames.Fbp] = services.Recent.FirstOf(mark, context.Request.Host.Value ?? "", () => services.Fbp.ReadOrMint(null, _domain.SubdomainIndex, _now).Value!);
        }

        foreach (var (name, value) in issued)
        {
            context.Response.Headers.Append(HeaderNames.SetCookie, Field(name, value));
        }

        return issued;
    }

    /// <summary>The answer cannot carry a cookie; where it sends the browser on, its click is kept for the page that it comes to.</summary>
    public void KeepClick(HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location || NewClick() is not { } fbc)
        {
            return;
        }

        // A click belongs to the site that it came to: another one behind the same proxy has no part in it.
        var target = new Uri(Address, location);
        if (domains.Resolve(target.Host).Name == _domain.Name)
        {
            services.Recent.RememberClick(mark, target, fbc);
        }
    }

    private Uri Address => new(context.Request.GetEncodedUrl());

    /// <summary>The value of a click that the browser's cookie does not have yet.</summary>
    private string? NewClick()
    {
        var cookie = Cookie(IdentityCookieNames.Fbc);
        var click = ClickId.Find(context.Request.QueryString.Value, context.Request.Headers.Referer.ToString());
        if (FbcResolver.Resolve(click, cookie, _domain.SubdomainIndex, _now) is { IsNew: true, Value: { } value })
        {
            return value;
        }

        var earlier = services.Recent.ClickOf(mark, Address);
        return earlier is not null && IdentityCookie.TryRead(earlier, out var clickOfEarlier)
            && !(IdentityCookie.TryRead(cookie, out var clickOfCookie) && clickOfCookie.SequenceEqual(clickOfEarlier))
            ? earlier
            : null;
    }

    // ASP.NET has unescaped it once.
    private string? Cookie(string name) => context.Request.Cookies[name];

    // Readable by scripts: the browser's pixel uses the same cookies (meta-capi.md section 6.4).
    private string Field(string name, string value)
    {
        var cookie = new SetCookieHeaderValue(name, value)
        {
            Domain = _domain.Attribute,
            Path = "/",
            MaxAge = IdentityCookieNames.Lifetime,
            SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        };
        return cookie.ToString();
    }
}
