using System.Net;
using System.Net.Http.Headers;

namespace ProxyCapi.Cookies;

/// <summary>Whether an answer reaches one visitor alone: a cookie on a page that a cache keeps would make all its visitors one person.</summary>
internal static class CookiePrivacy
{
    // RFC 9110 section 15.1: answers with another status may be kept only if a field says so.
    private static readonly HttpStatusCode[] CacheableByDefault =
    [
        HttpStatusCode.OK, HttpStatusCode.NonAuthoritativeInformation, HttpStatusCode.NoContent, HttpStatusCode.PartialContent, HttpStatusCode.MultipleChoices,
        HttpStatusCode.MovedPermanently, HttpStatusCode.PermanentRedirect, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone,
        HttpStatusCode.RequestUriTooLong, HttpStatusCode.NotImplemented,
    ];

    // Said to one cache alone, over the head of Cache-Control: RFC 9213, W3C's Edge Architecture, nginx.
    private static readonly string[] Targeted = ["CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Control", "Edge-Control", "X-Accel-Expires"];

    /// <summary>Whether no shared cache may store the answer (RFC 9111 section 3). What cannot be told counts as storable.</summary>
    public static bool IsPrivate(HttpResponseMessage response)
    {
        if (Array.Exists(Targeted, name => MayStore(response, name)))
        {
            return false;
        }

        var hasControl = response.Headers.NonValidated.TryGetValues("Cache-Control", out var fields);
        if (!hasControl)
        {
            // The answer to a POST may be kept only if it says for how long (RFC 9110 section 9.3.3).
            return !response.Content.Headers.NonValidated.Contains("Expires") && (response.RequestMessage?.Method == HttpMethod.Post || !IsCacheableByDefault(response));
        }

        return CacheControlHeaderValue.TryParse(fields.ToString(), out var control)
            && (control.NoStore || (control.Private && control.PrivateHeaders.Count == 0))
            && !control.Public && control.SharedMaxAge is null;
    }

    private static bool MayStore(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var fields)
        && !(name == "X-Accel-Expires" ? fields.ToString().Trim() == "0" : CacheControlHeaderValue.TryParse(fields.ToString(), out var control) && (control.NoStore || control.Private));

    private static bool IsCacheableByDefault(HttpResponseMessage response) => Array.IndexOf(CacheableByDefault, response.StatusCode) >= 0;
}
