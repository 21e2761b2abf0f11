using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProxyCapi.Capture;

/// <summary>The kinds of request bodies that expressions can read.</summary>
internal static class RequestBodyTypes
{
    // Beacons send JSON as text/plain because that needs no preflight.
    private static readonly MediaTypePattern[] Readable =
    [
        MediaTypePattern.Parse("application/x-www-form-urlencoded")!,
        MediaTypePattern.Parse("multipart/form-data")!,
        MediaTypePattern.Parse("application/json")!,
        MediaTypePattern.Parse("application/*+json")!,
        MediaTypePattern.Parse("text/plain")!,
    ];

    /// <summary>Whether the request has a body of such a kind.</summary>
    public static bool IsReadable(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return false;
        }

        var mediaType = MediaTypePattern.WithoutParameters(context.Request.ContentType);
        foreach (var pattern in Readable)
        {
            if (pattern.IsMatch(mediaType))
            {
                return true;
            }
        }

        return false;
    }
}
