using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Tests.Capture;

/// <summary>The two transforms and the queue, without a proxy around them.</summary>
internal sealed class CaptureFixture : IDisposable
{
    private readonly ActiveRuleSet _active;
    private readonly ProxyCapiMetrics _metrics;

    public CaptureFixture(ProxyCapiMetrics metrics, ProxyCapiOptions options, params CompiledRule[] rules)
    {
        _metrics = metrics;
        _active = new ActiveRuleSet(CaptureTestRules.RuleSet(options, rules));
        Queue = new ExchangeQueue(_active, metrics);
    }

    public void Dispose() => _active.Dispose();

    public ExchangeQueue Queue { get; }

    public ArrayPool<byte> Pool { get; init; } = ArrayPool<byte>.Shared;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CaptureRequestTransform Request => field ??= new(_active, RouteRules.Parse(null), Services);

    public CaptureResponseTransform Response
    {
        get
        {
            if (field is null)
            {
                var transforms = new List<ResponseTransform>();
                field = new CaptureResponseTransform(transforms, _active, RouteRules.Parse(null), Services);
                transforms.Add(field);
            }

            return field;
        }
    }

    private CaptureServices Services => field ??= new(Queue, _metrics, Clock, NullLogger<CaptureServices>.Instance) { Memory = new(Pool) };

    public static HttpResponseMessage Page(Stream body)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", "text/html");
        return answer;
    }

    public static DefaultHttpContext Context(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Request.Host = new HostString("shop.example");
        context.Features.Set<IHttpRequestBodyDetectionFeature>(null);
        _ = context.Connection.RemoteIpAddress;
        _ = context.Request.Headers.Count;
        return context;
    }
}
