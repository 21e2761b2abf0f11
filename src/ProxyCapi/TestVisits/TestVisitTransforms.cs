using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.TestVisits;

/// <summary>
/// Turns a test link into a cookie: a redirect to the same address without the ticket, so that neither the site nor the scripts on its pages see it. Every
/// other request passes as it is.
/// </summary>
internal sealed class TestVisitTransforms(TestVisitors visitors, CaptureServices services) : ITransformProvider
{
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
            if (HttpMethods.IsGet(request.Method) && visitors.Read(text) is { } ticket)
            {
                Redirect(context.HttpContext, text, ticket);
            }
        }
        catch (Exception exception)
        {
            services.Fail(exception);
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
}
