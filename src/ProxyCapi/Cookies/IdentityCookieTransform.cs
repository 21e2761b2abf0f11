using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Identity;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Cookies;

/// <summary>
/// Sets <c>_fbp</c> and <c>_fbc</c> where the operator asked for it (<c>Identity:SetCookies</c>): the one thing that changes an answer. Only on
/// pages and redirects, only with consent, never on what a cache may keep, and never in place of what the site sets (meta-capi.md sections 6.2 to 6.5).
/// </summary>
internal sealed class IdentityCookieTransform(ActiveRuleSet active, IdentityCookieServices services) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        try
        {
            var rules = active.Current;
            if (rules.CookieDomains is { } domains && context.ProxyResponse is { } response && IsPage(context.HttpContext, response))
            {
                Set(context.HttpContext, response, rules, domains);
            }
        }
        catch (Exception exception)
        {
            services.Capture.Fail(exception);
        }

        return default;
    }

    private void Set(HttpContext context, HttpResponseMessage response, RuleSet rules, CookieDomainResolver domains)
    {
        if (PrefetchSignals.Has(context.Request.Headers))
        {
            return;
        }

        var headers = HeaderSnapshot.Of(context.Request.Headers);
        if (!IdentityCookieServices.MayRemember(headers, rules))
        {
            return;
        }

        var mark = VisitorMark.Of(rules.Clients.ClientOf(context.Connection.RemoteIpAddress, headers), headers);
        var visit = new IdentityVisit(context, domains, mark, services);
        if (!CookiePrivacy.IsPrivate(response))
        {
            visit.KeepClick(response);
            return;
        }

        var issued = visit.Issue(SetBySite(response));
        if (issued.Count > 0)
        {
            context.Features.Set(new IssuedCookies(issued));
        }
    }

    // Of a page's many requests it is the page that the visitor is on.
    private static bool IsPage(HttpContext context, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method))
            && status is >= 200 and < 400 and not (204 or 206 or 304)
            && (status >= 300 ? response.Headers.Location is not null : IsHtml(response));
    }

    private static bool IsHtml(HttpResponseMessage response) =>
        MediaTypePattern.WithoutParameters(HeaderSnapshot.Get(response.Content.Headers, "Content-Type")).Contains("html", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> SetBySite(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(HeaderNames.SetCookie, out var fields)
            ? fields.Select(field => field.Split('=', 2)[0].Trim()).ToHashSet(StringComparer.Ordinal)
            : [];
}
