using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.Capture;

/// <summary>
/// Puts capture on YARP's routes. Rules are looked up per request in <see cref="ActiveRuleSet"/>, because YARP does not ask again when only
/// ProxyCapi's section has changed (style.md trap 2).
/// </summary>
internal sealed partial class CaptureTransformProvider(
    ActiveRuleSet rules, CaptureServices services, ILogger<CaptureTransformProvider> logger) : ITransformProvider
{
    private volatile bool _hasApplied;

    public void ValidateRoute(TransformRouteValidationContext context)
    {
        var route = context.Route;
        var metadata = RouteRules.Parse(route.Metadata);
        if (metadata.IsOff)
        {
            return;
        }

        var current = rules.Current;
        foreach (var name in metadata.Names)
        {
            if (!current.Options.Rules.ContainsKey(name))
            {
                ReportUnknownRule(context, name);
            }
        }

        // An answer out of a cache never reaches a transform: orders would go unseen (style.md trap 7).
        if (!string.IsNullOrEmpty(route.OutputCachePolicy) && current.Mode != ProxyCapiMode.Off)
        {
            context.Errors.Add(new InvalidOperationException(
                $"ReverseProxy:Routes:{route.RouteId}:OutputCachePolicy: ProxyCapi does not see answers that come from a cache. "
                + $"Take the policy off the route, or set Metadata \"{RouteRules.MetadataKey}\" to \"off\" if no conversion passes there."));
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        _hasApplied = true;
        var metadata = RouteRules.Parse(context.Route.Metadata);
        if (metadata.IsOff)
        {
            return;
        }

        context.RequestTransforms.Add(new CaptureRequestTransform(rules, metadata, services));
        context.ResponseTransforms.Add(new CaptureResponseTransform(context.ResponseTransforms, rules, metadata, services));
    }

    // At start-up it is a mistake. Later it may be the first half of a change: YARP's section and ours are reloaded one after the other, and
    // an error here would make YARP refuse the routes for good.
    private void ReportUnknownRule(TransformRouteValidationContext context, string name)
    {
        if (_hasApplied)
        {
            Log.UnknownRule(logger, context.Route.RouteId, name);
            return;
        }

        context.Errors.Add(new InvalidOperationException(
            $"ReverseProxy:Routes:{context.Route.RouteId}:Metadata:{RouteRules.MetadataKey}: there is no rule '{name}'. "
            + "Write names from ProxyCapi:Rules, separated by commas, or \"off\"."));
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning,
            "Route '{RouteId}' names a rule '{RuleName}' in its metadata that ProxyCapi:Rules does not have. Add the rule or correct the name; until then the name has no effect.")]
        public static partial void UnknownRule(ILogger logger, string routeId, string ruleName);
    }
}
