namespace ProxyCapi;

/// <summary>
/// Looks at, changes or vetoes an event before it is queued. Register implementations in the service collection; they run in the order of
/// registration, off the request path.
/// </summary>
/// <remarks>
/// An exception drops nothing: the event goes on as it was before the processor ran, and a counter and a log line tell. The same holds for a call
/// that takes longer than ten seconds.
/// </remarks>
public interface IServerEventProcessor
{
    /// <summary>Called once for each event and pixel, after normalisation and hashing.</summary>
    /// <param name="context">The event and where it came from.</param>
    /// <param name="cancellationToken">Fires when the host stops.</param>
    ValueTask ProcessAsync(ServerEventContext context, CancellationToken cancellationToken);
}
