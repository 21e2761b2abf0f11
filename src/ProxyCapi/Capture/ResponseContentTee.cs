using System.Net;

namespace ProxyCapi.Capture;

/// <summary>
/// Wraps the content of the site's answer so that reading it is seen. YARP has copied the headers to the client before any response
/// transform runs (<c>StructuredTransformer</c>) and reads nothing of a content but its stream.
/// </summary>
internal sealed class ResponseContentTee(HttpContent origin, ExchangeObservation observation, int attempt) : HttpContent
{
    /// <summary>Copies the fields, for transforms that look at the content after ours.</summary>
    public void CopyHeaders()
    {
        foreach (var (name, values) in origin.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        var opened = origin.ReadAsStreamAsync(cancellationToken);
        return opened.IsCompletedSuccessfully ? Task.FromResult<Stream>(Wrap(opened.Result)) : AwaitStream(opened);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Wrap(origin.ReadAsStream(cancellationToken));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var source = await CreateContentReadStreamAsync(cancellationToken);
        await source.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = origin.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            observation.ResponseClosed(attempt);
            origin.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<Stream> AwaitStream(Task<Stream> opened) => Wrap(await opened);

    private TeeStream Wrap(Stream stream)
    {
        observation.ResponseOpened(attempt);
        return observation.AwaitsDurable
            ? new DurableBodyTee(stream, observation, attempt, origin.Headers.ContentLength)
            : new ResponseBodyTee(stream, observation, attempt);
    }
}
