using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ProxyCapi.Cookies;

/// <summary>
/// What the first requests of one browser have in common before it has a cookie. Not unique, so it is trusted for seconds only: behind one
/// address two browsers of the same build and language are told apart by nothing.
/// </summary>
internal readonly record struct VisitorMark(string Host, string Address, string Agent, string Languages)
{
    /// <summary>The mark of a request.</summary>
    public static VisitorMark Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        return new(
            context.Request.Host.Value ?? "", context.Connection.RemoteIpAddress?.ToString() ?? "", headers[HeaderNames.UserAgent].ToString(), headers[HeaderNames.AcceptLanguage].ToString());
    }
}
