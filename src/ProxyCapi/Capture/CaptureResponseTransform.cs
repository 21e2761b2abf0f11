using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Capture;

/// <summary>Shows the site's answer to the observation of its request, if there is one.</summary>
/// <param name="transforms">The route's response transforms, of which this will be one.</param>
/// <param name="services">For the count of failures.</param>
internal sealed class CaptureResponseTransform(IList<ResponseTransform> transforms, CaptureServices services) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        try
        {
            context.HttpContext.Features.Get<ExchangeObservation>()?
                .Answer(context.ProxyResponse, isLastTransform: ReferenceEquals(transforms[^1], this));
        }
        catch (Exception exception)
        {
            services.Fail(exception);
        }

        return default;
    }
}
