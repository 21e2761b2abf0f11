using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProxyCapi.Capture;

/// <summary>
/// What the request says of itself, as it arrived: references only, so that taking it costs next to nothing for the many
/// exchanges that are never handed over.
/// </summary>
internal sealed class RequestFacts
{
    private readonly string _rawTarget;
    private readonly PathString _pathBase;
    private readonly PathString _path;

    public RequestFacts(HttpContext context, DateTimeOffset receivedAt)
    {
        var request = context.Request;
        ReceivedAt = receivedAt;
        Method = request.Method;
        Scheme = request.Scheme;
        Host = request.Host.Value ?? "";
        QueryString = request.QueryString.Value ?? "";
        RemoteIpAddress = context.Connection.RemoteIpAddress;
        Activity = context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current;
        _rawTarget = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        _pathBase = request.PathBase;
        _path = request.Path;
    }

    public DateTimeOffset ReceivedAt { get; }

    public string Method { get; }

    public string Scheme { get; }

    public string Host { get; }

    public string QueryString { get; }

    public IPAddress? RemoteIpAddress { get; }

    /// <summary>The page request's span, not the one that YARP's outgoing call has around it.</summary>
    public Activity? Activity { get; }

    /// <summary>
    /// The path as the client escaped it, where the request line still has it; else escaped anew: behind a proxy that took a prefix off, or
    /// for an absolute request target.
    /// </summary>
    public string EscapedPath()
    {
        var query = _rawTarget.IndexOf('?', StringComparison.Ordinal);
        var target = query < 0 ? _rawTarget : _rawTarget[..query];
        var pathBase = _pathBase.ToUriComponent();
        var isWhole = target.StartsWith('/') && target.StartsWith(pathBase, StringComparison.OrdinalIgnoreCase);
        return isWhole ? target : pathBase + _path.ToUriComponent();
    }
}
