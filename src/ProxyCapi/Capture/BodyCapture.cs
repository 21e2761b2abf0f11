namespace ProxyCapi.Capture;

/// <summary>
/// Copies a body into pooled blocks while somebody else reads it, up to a limit. The memory has one owner at any time: this, or the
/// <see cref="CapturedBody"/> that <see cref="Take"/> gave away.
/// </summary>
/// <remarks>
/// A request's body can still be on its way to the site when the answer has ended, so the two ends of a capture may meet: hence the lock.
/// It is on the object itself, which never leaves this folder, because a lock of its own would cost every observed page another allocation.
/// </remarks>
/// <param name="memory">Where blocks come from.</param>
/// <param name="limit">Most bytes of the body.</param>
/// <param name="expectedLength">The length that was announced.</param>
/// <param name="memoryLimit">Most bytes that all bodies together may hold while they are copied.</param>
internal sealed class BodyCapture(CaptureMemory memory, int limit, long? expectedLength, long memoryLimit = long.MaxValue)
{
    private const int SmallestBlock = 1024;
    private const int FirstBlock = 16 * 1024;
    private const int LargestBlock = 64 * 1024;

    private byte[][] _blocks = [];
    private int _blockCount;
    private int _usedInLast;
    private long _length;
    private bool _isCut;
    private bool _isStarved;
    private bool _isComplete;
    private bool _isClosed;

    /// <summary>Whether the body is longer than the limit, or there was no memory for the rest of it.</summary>
    public bool IsCut => Volatile.Read(ref _isCut);

    /// <summary>Whether there was no memory left for the body.</summary>
    public bool IsStarved => Volatile.Read(ref _isStarved);

    /// <summary>Copies the next bytes; what is beyond the limit is left out.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (this)
        {
            if (_isClosed || _isCut)
            {
                return;
            }

            if (bytes.Length > limit - _length)
            {
                bytes = bytes[..(int)(limit - _length)];
                _isCut = true;
            }

            while (!bytes.IsEmpty)
            {
                var room = Room();
                if (room.IsEmpty)
                {
                    _isCut = _isStarved = true;
                    return;
                }

                var count = Math.Min(room.Length, bytes.Length);
                bytes[..count].CopyTo(room);
                bytes = bytes[count..];
                _usedInLast += count;
                _length += count;
            }
        }
    }

    /// <summary>The body has ended as it should.</summary>
    public void Complete()
    {
        lock (this)
        {
            _isComplete = true;
        }
    }

    /// <summary>Starts over: the body is read again from its beginning.</summary>
    public void Restart()
    {
        lock (this)
        {
            ReturnBlocks();
            _isCut = _isStarved = false;
            _isComplete = false;
        }
    }

    /// <summary>The greatest weight of the markers that stand in what was copied; 0 for none.</summary>
    public int Find(ByteMarkers markers)
    {
        lock (this)
        {
            var found = 0;
            Span<byte> seam = stackalloc byte[2 * markers.MaxLength];
            for (var i = 0; i < _blockCount; i++)
            {
                var block = Used(i);
                if (i > 0)
                {
                    var before = Used(i - 1);
                    before = before[Math.Max(0, before.Length - markers.MaxLength)..];
                    var after = block[..Math.Min(block.Length, markers.MaxLength)];
                    before.CopyTo(seam);
                    after.CopyTo(seam[before.Length..]);
                    found = markers.Find(seam[..(before.Length + after.Length)], found);
                }

                found = markers.Find(block, found);
            }

            return found;
        }
    }

    /// <summary>Gives away what was copied. A second call, or one after <see cref="Release"/>, gives nothing.</summary>
    public CapturedBody Take(string? contentType, string? contentEncoding)
    {
        lock (this)
        {
            if (_isClosed)
            {
                return CapturedBody.Empty;
            }

            _isClosed = true;
            var blocks = _blockCount == _blocks.Length ? _blocks : _blocks[.._blockCount];
            _blocks = [];
            _blockCount = 0;
            // Whoever has read all the bytes that were announced need not read on to learn that it was the end.
            var isWhole = !_isCut && (_isComplete || _length == expectedLength);
            return CapturedBody.FromBlocks(blocks, _length, !isWhole, contentType, contentEncoding, memory.HandOver(blocks));
        }
    }

    /// <summary>Gives the memory back; nothing is copied from now on.</summary>
    public void Release()
    {
        lock (this)
        {
            _isClosed = true;
            ReturnBlocks();
        }
    }

    private ReadOnlySpan<byte> Used(int block) => block == _blockCount - 1 ? _blocks[block].AsSpan(0, _usedInLast) : _blocks[block];

    private Span<byte> Room()
    {
        if (_blockCount > 0 && _usedInLast < _blocks[_blockCount - 1].Length)
        {
            return _blocks[_blockCount - 1].AsSpan(_usedInLast);
        }

        if (memory.TryRent(NextBlockSize(), memoryLimit) is not { } block)
        {
            return default;
        }

        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blockCount == 0 ? 1 : _blockCount * 4);
        }

        _blocks[_blockCount++] = block;
        _usedInLast = 0;
        return block;
    }

    // One block where the length is known and not large; else blocks that grow, so that a small page does not hold a large one's memory.
    private int NextBlockSize()
    {
        var left = Math.Min(expectedLength is { } expected ? expected - _length : long.MaxValue, limit - _length);
        var size = expectedLength is null && _blockCount == 0 ? FirstBlock : LargestBlock;
        return (int)Math.Clamp(Math.Min(size, left), SmallestBlock, LargestBlock);
    }

    private void ReturnBlocks()
    {
        for (var i = 0; i < _blockCount; i++)
        {
            memory.Return(_blocks[i]);
        }

        _blocks = [];
        _blockCount = 0;
        _usedInLast = 0;
        _length = 0;
    }
}
