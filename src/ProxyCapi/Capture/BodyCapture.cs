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
    private bool _isSkipped;

    /// <summary>What to look for in the bytes as they come.</summary>
    public ByteMarkers? Markers { get; init; }

    /// <summary>Whether a body without a marker is of no use: bytes that end one are not copied.</summary>
    public bool KeepsOnlyMarked { get; init; }

    /// <summary>The greatest weight of the <see cref="Markers"/> that were found; 0 for none.</summary>
    public int Found { get; private set; }

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

            Search(bytes);
            if (_isSkipped || (KeepsOnlyMarked && Markers is not null && Found == 0 && bytes.Length == expectedLength - _length))
            {
                // Bytes beyond those that were announced are never to be seen; if they are, there is nothing to put them behind.
                _isCut = _isSkipped;
                _isSkipped = true;
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
            _isCut = _isStarved = _isComplete = _isSkipped = false;
            Found = 0;
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

    // Bytes are looked at while they are fresh from being read; a marker may have begun in those before.
    private void Search(ReadOnlySpan<byte> bytes)
    {
        if (Markers is not { } markers || Found == markers.Highest)
        {
            return;
        }

        if (_length > 0)
        {
            Span<byte> seam = stackalloc byte[2 * markers.MaxLength];
            var before = CopyTail(seam[..markers.MaxLength]);
            var after = bytes[..Math.Min(bytes.Length, markers.MaxLength)];
            after.CopyTo(seam[before..]);
            Found = markers.Find(seam[..(before + after.Length)], Found);
        }

        Found = markers.Find(bytes, Found);
    }

    private int CopyTail(Span<byte> tail)
    {
        var last = Used(_blockCount - 1);
        last = last[Math.Max(0, last.Length - tail.Length)..];
        var previous = _blockCount > 1 ? Used(_blockCount - 2) : default;
        previous = previous[Math.Max(0, previous.Length + last.Length - tail.Length)..];
        previous.CopyTo(tail);
        last.CopyTo(tail[previous.Length..]);
        return previous.Length + last.Length;
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
            Array.Resize(ref _blocks, _blockCount == 0 ? ExpectedBlocks() : _blockCount * 4);
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

    private int ExpectedBlocks() => (int)Math.Clamp((Math.Min(expectedLength ?? 1, limit) + LargestBlock - 1) / LargestBlock, 1, 4);

    private void ReturnBlocks()
    {
        for (var i = 0; i < _blockCount; i++)
        {
            memory.Return(_blocks[i], Used(i).Length);
        }

        _blocks = [];
        _blockCount = 0;
        _usedInLast = 0;
        _length = 0;
    }
}
