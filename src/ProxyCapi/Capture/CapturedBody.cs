using System.Buffers;

namespace ProxyCapi.Capture;

/// <summary>
/// The copy of one body, as it travelled: still compressed, in the page's charset. Owns pooled memory; <see cref="Dispose"/> gives it back.
/// </summary>
internal sealed class CapturedBody : IDisposable
{
    private readonly byte[][] _blocks;
    private readonly ArrayPool<byte>? _pool;
    private int _disposed;

    private CapturedBody(byte[][] blocks, long length, bool isTruncated, string? contentType, string? contentEncoding, ArrayPool<byte>? pool)
    {
        _blocks = blocks;
        _pool = pool;
        Length = length;
        HeldBytes = blocks.Sum(block => (long)block.Length);
        IsTruncated = isTruncated;
        ContentType = contentType;
        ContentEncoding = contentEncoding;
    }

    /// <summary>A body that is not there.</summary>
    public static CapturedBody Empty { get; } = new([], 0, isTruncated: false, null, null, null);

    /// <summary>Number of bytes of the body.</summary>
    public long Length { get; }

    /// <summary>Bytes of memory that hold them.</summary>
    public long HeldBytes { get; }

    /// <summary>The body was longer than the limit, or it broke off: only its beginning is held.</summary>
    public bool IsTruncated { get; }

    /// <summary>The <c>Content-Type</c> field, as sent.</summary>
    public string? ContentType { get; }

    /// <summary>The <c>Content-Encoding</c> field, as sent.</summary>
    public string? ContentEncoding { get; }

    /// <summary>Takes over blocks rented from <paramref name="pool"/>; all but the last are full.</summary>
    public static CapturedBody FromBlocks(
        byte[][] blocks, long length, bool isTruncated, string? contentType, string? contentEncoding, ArrayPool<byte> pool) =>
        new(blocks, length, isTruncated, contentType, contentEncoding, pool);

    /// <summary>A body that stands in one array of the caller's.</summary>
    public static CapturedBody FromBytes(byte[] bytes, string? contentType, string? contentEncoding = null, bool isTruncated = false) =>
        new([bytes], bytes.Length, isTruncated, contentType, contentEncoding, null);

    /// <summary>Reads the bytes from the start.</summary>
    public Stream OpenRead() => new BlockStream(_blocks, Length);

    public void Dispose()
    {
        if (_pool is not null && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            foreach (var block in _blocks)
            {
                _pool.Return(block, clearArray: true);
            }
        }
    }

    private sealed class BlockStream(byte[][] blocks, long length) : Stream
    {
        private long _position;
        private int _block;
        private int _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var left = length - _position;
            if (left == 0 || buffer.IsEmpty)
            {
                return 0;
            }

            if (_offset == blocks[_block].Length)
            {
                _block++;
                _offset = 0;
            }

            var source = blocks[_block].AsSpan(_offset);
            var count = (int)Math.Min(Math.Min(source.Length, buffer.Length), left);
            source[..count].CopyTo(buffer);
            _offset += count;
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
