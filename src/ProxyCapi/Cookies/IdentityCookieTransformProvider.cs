using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.Cookies;

/// <summary>Puts the identity cookies on YARP's routes, but for those that ProxyCapi leaves alone. Whether any is set is asked per answer.</summary>
internal sealed class IdentityCookieTransformProvider(ActiveRuleSet rules, IdentityCookieServices services) : ITransformProvider
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
            context.ResponseTransforms.Add(new IdentityCookieTransform(rules, services));
        }
    }
}
