using System.Net.Http.Headers;
using ProxyCapi.Configuration;

namespace ProxyCapi.Delivery;

/// <summary>One HTTP request to the Graph API, and nothing of what becomes of it: no retry, no redirect, no token in a URL.</summary>
internal sealed class GraphClient(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Name of the <see cref="HttpClient"/>, for hosts that put a proxy or a handler of their own in between.</summary>
    public const string ClientName = "ProxyCapi.Graph";

    // Answers are a few hundred bytes; more is not from Meta.
    private const int MaxAnswer = 256 * 1024;

    /// <summary>Sends events. Never throws for what the network or Meta does; an answer that did not come is a <see cref="TransportFailure"/>.</summary>
    /// <param name="pixel">Where to, with which token.</param>
    /// <param name="graph">Address, version, timeout.</param>
    /// <param name="events">Each one JSON object.</param>
    /// <param name="stopping">Fires when the host wants to end; a request on its way is given its time all the same.</param>
    public async Task<GraphAnswer> SendAsync(
        CompiledPixel pixel, GraphOptions graph, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return new GraphAnswer { Failure = TransportFailure.Shutdown };
        }

        using var content = new EventBatchContent(events, pixel.TestEventCode, GraphRequest.AppSecretProof(pixel));
        using var request = new HttpRequestMessage(HttpMethod.Post, GraphRequest.Address(graph, pixel.Id)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", pixel.AccessToken);
        using var client = clients.CreateClient(ClientName);
        using var timeout = new CancellationTokenSource(graph.Timeout, time);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return new GraphAnswer
            {
                Status = (int)response.StatusCode,
                MediaType = response.Content.Headers.ContentType?.MediaType,
                Headers = Headers(response),
                Date = response.Headers.Date,
                Body = await ReadAsync(response.Content, timeout.Token),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return new GraphAnswer { Failure = IsNotSent(exception, content) ? TransportFailure.NotSent : TransportFailure.Unknown };
        }
    }

    /// <summary>Only what cannot have reached Meta counts as not sent; in case of doubt there is doubt.</summary>
    private static bool IsNotSent(Exception exception, EventBatchContent content) =>
        !content.HasStarted
        || exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        var length = 0;
        while (length < MaxAnswer && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is var count and > 0)
        {
            length += count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return buffer.AsMemory(0, length);
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in RateHeaders.Names)
        {
            if (response.Headers.TryGetValues(name, out var values))
            {
                found[name] = string.Join(", ", values);
            }
        }

        return found;
    }
}
