using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace ProxyCapi.FunctionalTests.Bookkeeping;

/// <summary>Stands where YARP's connection to the site would be: answers by the kind that the path names, without a socket.</summary>
internal sealed class ShopOfEveryKind(IReadOnlyDictionary<string, ExchangeKind> kinds) : HttpMessageHandler, IForwarderHttpClientFactory
{
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var segments = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var answer = kinds[segments[1]].Answer(int.Parse(segments[2], System.Globalization.CultureInfo.InvariantCulture));
        answer.RequestMessage = request;
        answer.Version = HttpVersion.Version11;
        return Task.FromResult(answer);
    }
}
