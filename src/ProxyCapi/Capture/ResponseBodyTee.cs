namespace ProxyCapi.Capture;

/// <summary>Shows the answer's body to the observation while YARP copies it to the client.</summary>
/// <param name="inner">The site's stream.</param>
/// <param name="observation">Who is told.</param>
/// <param name="attempt">The forward attempt that the body belongs to.</param>
internal sealed class ResponseBodyTee(Stream inner, ExchangeObservation observation, int attempt) : TeeStream(inner)
{
    protected override void OnRead(ReadOnlySpan<byte> bytes) => observation.ResponseBytes(attempt, bytes);

    protected override void OnEnd() => observation.ResponseEnded(attempt);

    protected override void OnClosed() => observation.ResponseClosed(attempt);
}
