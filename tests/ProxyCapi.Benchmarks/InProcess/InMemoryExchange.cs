using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ProxyCapi.Benchmarks.InProcess;

/// <summary>The features of one request, used again for every request so that the server itself allocates next to nothing.</summary>
internal sealed class InMemoryExchange
    : IHttpRequestFeature, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpConnectionFeature, IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IDisposable
{
    private readonly List<(Func<object, Task> Callback, object State)> _onStarting = [];
    private readonly List<(Func<object, Task> Callback, object State)> _onCompleted = [];
    private readonly FeatureCollection _features = new(16);
    private readonly IHeaderDictionary _requestHeaders = new HeaderDictionary();
    private readonly HeaderDictionary _responseHeaders = [];
    private readonly CountingStream _sink = new();
    private readonly MemoryStream _requestBody;
    private readonly string _path;
    private readonly byte[]? _body;

    public InMemoryExchange(string method, string path, byte[]? body)
    {
        _path = path;
        _body = body;
        _requestBody = new MemoryStream(body ?? []);
        ((IHttpRequestFeature)this).Method = method;
        ((IHttpRequestFeature)this).RawTarget = path;
    }

    public long BytesWritten => _sink.Count;

    string IHttpRequestFeature.Protocol { get; set; } = "HTTP/1.1";

    string IHttpRequestFeature.Scheme { get; set; } = "http";

    string IHttpRequestFeature.Method { get; set; } = "";

    string IHttpRequestFeature.PathBase { get; set; } = "";

    string IHttpRequestFeature.Path { get; set; } = "";

    string IHttpRequestFeature.QueryString { get; set; } = "";

    string IHttpRequestFeature.RawTarget { get; set; } = "";

    IHeaderDictionary IHttpRequestFeature.Headers { get; set; } = null!;

    Stream IHttpRequestFeature.Body { get; set; } = Stream.Null;

    int IHttpResponseFeature.StatusCode { get; set; } = 200;

    string? IHttpResponseFeature.ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers { get; set; } = null!;

    [Obsolete("The interface wants it.")]
    Stream IHttpResponseFeature.Body { get; set; } = Stream.Null;

    public bool HasStarted { get; private set; }

    public Stream Stream => _sink;

    public PipeWriter Writer => PipeWriter.Create(_sink);

    string IHttpConnectionFeature.ConnectionId { get; set; } = "c";

    IPAddress? IHttpConnectionFeature.RemoteIpAddress { get; set; } = IPAddress.Parse("203.0.113.24");

    IPAddress? IHttpConnectionFeature.LocalIpAddress { get; set; } = IPAddress.Loopback;

    int IHttpConnectionFeature.RemotePort { get; set; } = 40000;

    int IHttpConnectionFeature.LocalPort { get; set; } = 80;

    public CancellationToken RequestAborted { get; set; }

    bool IHttpRequestBodyDetectionFeature.CanHaveBody => _body is not null;

    public IFeatureCollection Reset()
    {
        HasStarted = false;
        _sink.Reset();
        _requestBody.Position = 0;
        _onStarting.Clear();
        _onCompleted.Clear();
        _requestHeaders.Clear();
        _responseHeaders.Clear();
        _requestHeaders.Host = "shop.example";
        _requestHeaders.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
        _requestHeaders.Cookie = "_fbp=fb.1.1760600855252.1011310732; sid=1";
        if (_body is not null)
        {
            _requestHeaders.ContentType = "application/json";
            _requestHeaders.ContentLength = _body.Length;
        }

        ((IHttpRequestFeature)this).Headers = _requestHeaders;
        ((IHttpRequestFeature)this).Path = _path;
        ((IHttpRequestFeature)this).Body = _requestBody;
        ((IHttpResponseFeature)this).Headers = _responseHeaders;
        ((IHttpResponseFeature)this).StatusCode = 200;
        foreach (var key in _features.Select(feature => feature.Key).ToArray())
        {
            _features[key] = null;
        }

        _features.Set<IHttpRequestFeature>(this);
        _features.Set<IHttpResponseFeature>(this);
        _features.Set<IHttpResponseBodyFeature>(this);
        _features.Set<IHttpConnectionFeature>(this);
        _features.Set<IHttpRequestLifetimeFeature>(this);
        _features.Set<IHttpRequestBodyDetectionFeature>(this);
        return _features;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Add((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            for (var i = _onStarting.Count - 1; i >= 0; i--)
            {
                await _onStarting[i].Callback(_onStarting[i].State);
            }
        }
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public async Task CompleteAsync()
    {
        for (var i = _onCompleted.Count - 1; i >= 0; i--)
        {
            await _onCompleted[i].Callback(_onCompleted[i].State);
        }

        _onCompleted.Clear();
    }

    public void Abort()
    {
    }

    public void Dispose()
    {
        _requestBody.Dispose();
        _sink.Dispose();
    }
}
