using Microsoft.AspNetCore.Http;
using ProxyCapi.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Capture;

/// <summary>
/// Shows the site's answer to the observation of its request, and begins one where no rule took an interest but the answer may be searched.
/// </summary>
/// <param name="transforms">The route's response transforms, of which this will be one.</param>
/// <param name="active">The rules in force.</param>
/// <param name="route">What applies on the route.</param>
/// <param name="services">For the count of failures.</param>
internal sealed class CaptureResponseTransform(IList<ResponseTransform> transforms, ActiveRuleSet active, RouteRules route, CaptureServices services) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        try
        {
            var isLast = ReferenceEquals(transforms[^1], this);
            if (context.HttpContext.Features.Get<ExchangeObservation>() is { } observation)
            {
                observation.Answer(context.ProxyResponse, isLast);
            }
            else if (route.Discovers && context.ProxyResponse is { } response && active.Current is { Discovery: { } discovery } rules
                && IsSearched(context.HttpContext, response, discovery))
            {
                ExchangeObservation.Search(context.HttpContext, response, isLast, discovery, rules.Options.Capture, services);
            }
        }
        catch (Exception exception)
        {
            services.Fail(exception);
        }

        return default;
    }

    // The many answers that are no page cost a look at their status and type, and are in no book.
    private static bool IsSearched(HttpContext context, HttpResponseMessage response, CompiledDiscovery discovery) =>
        (HttpMethods.IsGet(context.Request.Method) || ActingMethods.Contains(context.Request.Method))
        && discovery.Gate.Check((int)response.StatusCode, HeaderSnapshot.Get(response.Content.Headers, "Content-Type")) == Diagnostics.ExchangeReason.Converted;
}
