using System.Buffers;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>A pool that notices what is not given back, or twice, and what was the most at a time.</summary>
internal sealed class TestPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _rented = [];
    private long _bytes;

    public int Outstanding
    {
        get
        {
            lock (_rented)
            {
                return _rented.Count;
            }
        }
    }

    public long PeakBytes { get; private set; }

    public bool IsBroken { get; set; }

    public override byte[] Rent(int minimumLength)
    {
        if (IsBroken)
        {
            throw new InvalidOperationException("The pool is broken, as the test wants it.");
        }

        var block = new byte[minimumLength];
        lock (_rented)
        {
            _rented.Add(block);
            _bytes += block.Length;
            PeakBytes = Math.Max(PeakBytes, _bytes);
        }

        return block;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_rented)
        {
            Assert.True(_rented.Remove(array), "A block was given back twice.");
            _bytes -= array.Length;
        }
    }
}
