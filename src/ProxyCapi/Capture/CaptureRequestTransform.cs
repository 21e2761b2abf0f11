using Microsoft.AspNetCore.Http;
using ProxyCapi.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Capture;

/// <summary>Asks the rules whether they take an interest in a request, and begins to observe it if one does.</summary>
internal sealed class CaptureRequestTransform(ActiveRuleSet active, RouteRules route, CaptureServices services) : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var rules = active.Current;
        if (rules.Mode != ProxyCapiMode.Off)
        {
            Observe(context.HttpContext, rules);
        }

        return default;
    }

    private void Observe(HttpContext context, RuleSet rules)
    {
        try
        {
            var matches = Match(context.Request, route.In(rules));
            var discovery = route.Discovers ? rules.Discovery : null;
            // Discovery alone waits for the answer, unless the request's body may have to be read.
            var isWanted = matches is not null || (discovery is not null && ActingMethods.Contains(context.Request.Method) && RequestBodyTypes.IsReadable(context));
            // A second forward attempt of a request goes on with the observation of the first.
            if (isWanted && context.Features.Get<ExchangeObservation>() is null)
            {
                ExchangeObservation.Start(context, matches ?? [], discovery, rules.Options.Capture, services);
            }
        }
        catch (Exception exception)
        {
            services.Fail(exception);
        }
    }

    private static RuleMatch[]? Match(HttpRequest request, ReadOnlySpan<CompiledRule> rules)
    {
        RuleMatch[]? matches = null;
        foreach (var rule in rules)
        {
            if (rule.Request.TryMatch(request, out var values))
            {
                Array.Resize(ref matches, (matches?.Length ?? 0) + 1);
                matches[^1] = new RuleMatch(rule, values);
            }
        }

        return matches;
    }
}
