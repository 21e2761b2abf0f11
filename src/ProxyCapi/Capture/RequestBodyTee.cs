namespace ProxyCapi.Capture;

/// <summary>
/// Stands in for <c>HttpContext.Request.Body</c> (style.md trap 5) and copies what YARP reads from it. It is YARP that reads, when it is
/// ready to: <c>Expect: 100-continue</c> and back-pressure are as without it.
/// </summary>
internal sealed class RequestBodyTee(Stream inner, BodyCapture capture, CaptureServices services) : TeeStream(inner)
{
    private bool _isBroken;

    protected override void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            capture.Append(bytes);
        }
        catch (Exception exception)
        {
            // The exchange goes on with what it has: the capture says by itself that it is not whole.
            _isBroken = true;
            services.Fail(exception);
        }
    }

    protected override void OnEnd()
    {
        if (!_isBroken)
        {
            capture.Complete();
        }
    }

    // A body that a middleware made rewindable is sent again from its beginning by a second forward attempt.
    protected override void OnSought(long position)
    {
        _isBroken |= position != 0;
        if (position == 0)
        {
            capture.Restart();
        }
    }
}
