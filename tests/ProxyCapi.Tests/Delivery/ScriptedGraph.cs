using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ProxyCapi.Tests.Delivery;

/// <summary>Meta's side of a test: answers as told, remembers what it was sent.</summary>
internal sealed class ScriptedGraph : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentQueue<Request> _requests = new();
    private int _answering;
    private long _turns;

    /// <summary>What to answer; may throw, or wait.</summary>
    public Func<Request, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = (request, _) => Task.FromResult(Accept(request));

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<Request> Requests => [.. _requests];

    /// <summary>Ids of the events that were accepted, in order.</summary>
    public ConcurrentQueue<string> Accepted { get; } = new();

    /// <summary>Whether a request is being made, answered or read; one that is left hanging on purpose does not count.</summary>
    public bool IsAnswering => Volatile.Read(ref _answering) > 0;

    /// <summary>Moves with each request that begins, is left hanging, is answered or ends.</summary>
    public long Turns => Volatile.Read(ref _turns);

    // The sender asks for a client before it starts the request's clock.
    public HttpClient CreateClient(string name)
    {
        Count(1);
        return new CountedClient(this);
    }

    public static HttpResponseMessage Accept(Request request) => Json(HttpStatusCode.OK, $$"""{"events_received":{{request.EventIds.Count}},"messages":[],"fbtrace_id":"A"}""");

    public static HttpResponseMessage Error(int code, int? subcode = null, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        Json(status, JsonSerializer.Serialize(new { error = new { message = "refused", type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "A" } }));

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        using var json = JsonDocument.Parse(body);
        var asked = new Request(
            request.RequestUri!.ToString(),
            request.Headers.Authorization?.Parameter,
            body,
            [.. json.RootElement.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("event_id").GetString()!)]);
        _requests.Enqueue(asked);
        var response = await AnswerAsync(asked, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            foreach (var id in asked.EventIds)
            {
                Accepted.Enqueue(id);
            }
        }

        return response;
    }

    private async Task<HttpResponseMessage> AnswerAsync(Request request, CancellationToken cancellationToken)
    {
        var answer = Answer(request, cancellationToken);
        if (answer.IsCompleted)
        {
            return await answer;
        }

        Count(-1);
        try
        {
            return await answer;
        }
        finally
        {
            Count(1);
        }
    }

    private void Count(int more)
    {
        Interlocked.Increment(ref _turns);
        Interlocked.Add(ref _answering, more);
        Interlocked.Increment(ref _turns);
    }

    internal sealed record Request(string Url, string? Token, string Body, IReadOnlyList<string> EventIds);

    private sealed class CountedClient(ScriptedGraph graph) : HttpClient(graph, disposeHandler: false)
    {
        private int _isDisposed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                graph.Count(-1);
            }

            base.Dispose(disposing);
        }
    }
}
