using System.Runtime.CompilerServices;

namespace ProxyCapi.Capture;

/// <summary>
/// Passes a stream through and shows what was read to a derived class. It never reads on its own account, never holds back and never
/// changes a result; what the derived class does must not throw.
/// </summary>
internal abstract class TeeStream(Stream inner) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanTimeout => inner.CanTimeout;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set
        {
            inner.Position = value;
            OnSought(value);
        }
    }

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => inner.WriteTimeout;
        set => inner.WriteTimeout = value;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // YARP asks with an empty buffer whether there is anything to read; the answer says nothing about the end.
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (buffer.IsEmpty)
        {
            return read;
        }

        if (!read.IsCompletedSuccessfully)
        {
            return AwaitRead(read, buffer);
        }

        var count = read.Result;
        Show(buffer.Span, count);
        return new ValueTask<int>(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (!buffer.IsEmpty)
        {
            Show(buffer, count);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = inner.Seek(offset, origin);
        OnSought(position);
        return position;
    }

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        OnClosed();
        await inner.DisposeAsync();
        // Ends in Dispose, which tells and disposes once more: both take that.
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            OnClosed();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Bytes have been read, in their order.</summary>
    protected abstract void OnRead(ReadOnlySpan<byte> bytes);

    /// <summary>The end has been read. May come more than once, as often as the reader asks.</summary>
    protected abstract void OnEnd();

    /// <summary>The reader has moved.</summary>
    protected virtual void OnSought(long position)
    {
    }

    /// <summary>The reader is done with the stream, at its end or before. May come more than once.</summary>
    protected virtual void OnClosed()
    {
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitRead(ValueTask<int> read, Memory<byte> buffer)
    {
        var count = await read;
        Show(buffer.Span, count);
        return count;
    }

    private void Show(Span<byte> buffer, int count)
    {
        if (count > 0)
        {
            OnRead(buffer[..count]);
        }
        else
        {
            OnEnd();
        }
    }
}
