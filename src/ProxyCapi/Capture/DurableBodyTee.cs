using System.Runtime.CompilerServices;

namespace ProxyCapi.Capture;

/// <summary>
/// Shows the answer's body to the observation, as <see cref="ResponseBodyTee"/> does, and holds back its end until the events that it proved
/// are on disk: whoever has the answer completely can rely on it. Everything before goes on as it arrives.
/// </summary>
/// <remarks>
/// What the end is depends on how the client recognises it:
/// <code>
///   declared length        the last byte: with it the client has everything    n-1 bytes ─► hand over ─► wait ─► 1 byte
///   chunked, HTTP/2, /3    the end mark: without it the answer is incomplete   n bytes ─► … end ─► hand over ─► wait ─► end
///   HTTP/1.0, no length    the close, which a crash would bring about too:     n-1 bytes ─► … end ─► hand over ─► wait ─► 1 byte ─► end
///                          so the last byte, and any read may have been it
/// </code>
/// Where there is an end mark no byte is held back, on purpose. A last byte is not known to be one before the end has been read, so each pause of
/// the site would leave its client one byte short, and one that answers to what it has read would wait for ever. And it would prove no more: a
/// client that keeps to RFC 9112 section 8 takes an answer without its end mark for incomplete, and to a browser that shows what it has so far,
/// a page whose <c>&gt;</c> is missing looks like a whole one too; neither is loaded before the end. A read-ahead is no way out: it could still
/// be pending when the client goes away, on a connection that goes back to the pool.
/// The bare close remains: that is how an older proxy in front of us (HTTP/1.0) is told the end, and it collects the answer anyway.
/// </remarks>
/// <param name="inner">The site's stream.</param>
/// <param name="observation">Who is told.</param>
/// <param name="attempt">The forward attempt that the body belongs to.</param>
/// <param name="length">The declared length of the body.</param>
internal sealed class DurableBodyTee(Stream inner, ExchangeObservation observation, int attempt, long? length) : TeeStream(inner)
{
    private readonly bool _looksBehind = length is null && observation.EndsWithTheConnection;
    private long _seen;
    private byte? _held;
    private bool _hasEnded;
    private Durability? _durability;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Before the answer to an empty read, too: YARP has given its buffer back while it waits for that.
        await WaitAsync();
        if (_hasEnded && _held is not null)
        {
            return GiveHeld(buffer.Span);
        }

        var read = await base.ReadAsync(buffer, cancellationToken);
        var count = HoldBack(buffer.Span, read);
        if (count > 0 || buffer.IsEmpty)
        {
            return count;
        }

        // Nothing is left to be given before the wait: it was the end, or an answer of one byte.
        await WaitAsync();
        return GiveHeld(buffer.Span);
    }

    /// <summary>Whoever reads like this must not be kept waiting, it would block a thread: the end is passed on at once.</summary>
    public override int Read(Span<byte> buffer)
    {
        if (_hasEnded && _held is not null)
        {
            return GiveHeld(buffer);
        }

        var count = HoldBack(buffer, base.Read(buffer));
        return count > 0 ? count : GiveHeld(buffer);
    }

    protected override void OnRead(ReadOnlySpan<byte> bytes)
    {
        _seen += bytes.Length;
        observation.ResponseBytes(attempt, bytes);
    }

    protected override void OnEnd()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            var durability = observation.ResponseEnded(attempt);
            _durability = _seen > observation.MaxResponseBytes ? null : durability;
        }
    }

    // The byte will be read again where the reader wants to go on.
    protected override void OnSought(long position) => _held = null;

    protected override void OnClosed() => observation.ResponseClosed(attempt);

    private ValueTask WaitAsync()
    {
        var durability = _durability;
        _durability = null;
        return durability is null ? default : durability.WaitAsync();
    }

    /// <summary>Takes back from a read what must not go out yet; gives how much of it may.</summary>
    private int HoldBack(Span<byte> buffer, int count)
    {
        if (buffer.IsEmpty || count == 0)
        {
            return 0;
        }

        if (_seen == length)
        {
            // The exchange is handed over now, so that it is read and stored while the bytes before the last are on their way.
            OnEnd();
            return _durability is null ? count : Hold(buffer, count);
        }

        // A read that gave something always gives something, so that nothing waits for the site: one byte alone goes on.
        return !_looksBehind || (count == 1 && _held is null) ? count : Hold(buffer, count);
    }

    private int Hold(Span<byte> buffer, int count)
    {
        var last = buffer[count - 1];
        var before = buffer[..(count - 1)];
        if (_held is not { } first)
        {
            _held = last;
            return before.Length;
        }

        before.CopyTo(buffer[1..]);
        buffer[0] = first;
        _held = last;
        return count;
    }

    private int GiveHeld(Span<byte> buffer)
    {
        if (_held is not { } held || buffer.IsEmpty)
        {
            return 0;
        }

        buffer[0] = held;
        _held = null;
        return 1;
    }
}
