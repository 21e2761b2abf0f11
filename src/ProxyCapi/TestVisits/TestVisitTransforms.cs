using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.TestVisits;

/// <summary>
/// Turns a test link into a cookie: a redirect to the same address without the ticket, so that neither the site nor the scripts on its pages see it. Every
/// other request passes as it is.
/// </summary>
internal sealed partial class TestVisitTransforms(TestVisitors visitors, CaptureServices services, ILogger<TestVisitTransforms> logger) : ITransformProvider
{
    private long _toldInMinute;

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        if (!RouteRules.Parse(context.Route.Metadata).IsOff)
        {
            context.AddRequestTransform(request =>
            {
                if (TestVisitors.Mentions(request.HttpContext.Request.QueryString.Value))
                {
                    Begin(request);
                }

                if (TestVisitors.Mentions(request.HttpContext.Request.Headers.Cookie.ToString()))
                {
                    HideCookie(request);
                }

                return default;
            });
        }
    }

    private void Begin(RequestTransformContext context)
    {
        try
        {
            var request = context.HttpContext.Request;
            var text = request.Query[TestTicket.Name].ToString();
            context.Query.Collection.Remove(TestTicket.Name);
            if (visitors.Read(text) is not { } ticket)
            {
                TellOnce();
            }
            else if (HttpMethods.IsGet(request.Method))
            {
                Redirect(context.HttpContext, text, ticket);
            }
        }
        catch (Exception exception)
        {
            services.Fail(exception);
        }
    }

    // Anybody can send rubbish, as fast as they like.
    private void TellOnce()
    {
        var now = services.Clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (Interlocked.Exchange(ref _toldInMinute, now) != now)
        {
            Log.NotGood(logger);
        }
    }

    /// <summary>The ticket is between the browser and this proxy: the site gets the other cookies as they were.</summary>
    private static void HideCookie(RequestTransformContext context)
    {
        var fields = RequestTransform.TakeHeader(context, HeaderNames.Cookie);
        RequestTransform.RemoveHeader(context, HeaderNames.Cookie);
        string[] kept = [.. fields
            .Select(field => string.Join("; ", (field ?? "").Split(';', StringSplitOptions.TrimEntries).Where(pair => !pair.StartsWith(TestTicket.Name + "=", StringComparison.Ordinal))))
            .Where(field => field.Length > 0)];
        if (kept.Length > 0)
        {
            RequestTransform.AddHeader(context, HeaderNames.Cookie, kept);
        }
    }

    // A response that a transform began is not proxied (YARP's HttpForwarder).
    private static void Redirect(HttpContext context, string text, TestTicket ticket)
    {
        var (request, response) = (context.Request, context.Response);
        var query = new QueryBuilder(request.Query.Where(pair => pair.Key != TestTicket.Name));
        var cookie = new SetCookieHeaderValue(TestTicket.Name, text)
        {
            Path = "/",
            Expires = ticket.Expires,
            HttpOnly = true,
            SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Lax,
            Secure = request.IsHttps,
        };
        response.Headers.Append(HeaderNames.SetCookie, cookie.ToString());
        response.Headers.CacheControl = "no-store";
        // Without a host, because the scheme may be another one in front of this proxy; but "//host" would lead away from the site.
        var target = UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString());
        response.Redirect(target.StartsWith("//", StringComparison.Ordinal) || target.StartsWith("/\\", StringComparison.Ordinal) ? "/" : target);
    }

    private static partial class Log
    {
        [LoggerMessage(1700, LogLevel.Information,
            "Somebody came with a test link that is over, or that was not made with this proxy's key (test-link.key in its DataDirectory): their events are no tests. Make a new link.")]
        public static partial void NotGood(ILogger logger);
    }
}
