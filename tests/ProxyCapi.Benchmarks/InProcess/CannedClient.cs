using System.Globalization;
using System.Net;
using ProxyCapi.Benchmarks.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace ProxyCapi.Benchmarks.InProcess;

/// <summary>The site as an outgoing client: answers at once from memory.</summary>
internal sealed class CannedClient : HttpMessageHandler, IForwarderHttpClientFactory
{
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        var (body, type, encoding) = request.RequestUri!.AbsolutePath switch
        {
            "/html150" or "/searched/html150" => (Pages.Html150, "text/html; charset=utf-8", null),
            "/html30" or "/off/html30" or "/searched/html30" => (Pages.Html30, "text/html; charset=utf-8", null),
            "/gzip30" => (Pages.Gzip30, "text/html; charset=utf-8", "gzip"),
            "/gzip150" => (Pages.Gzip150, "text/html; charset=utf-8", "gzip"),
            "/api/orders" => (Pages.OrderAnswer, "application/json", (string?)null),
            _ => (Pages.Small, "application/json", null),
        };
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(body, writable: false)), Version = HttpVersion.Version11 };
        // As text and not as objects: so a client that reads from a socket leaves them.
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        response.Content.Headers.TryAddWithoutValidation("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        if (encoding is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        // Reading it is what such a client does to know where the body ends.
        _ = response.Content.Headers.ContentLength;
        return response;
    }
}
