using System.Buffers;

namespace ProxyCapi.Tests.Capture;

/// <summary>A pool that notices what is not given back, or twice.</summary>
internal sealed class CountingPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _rented = [];

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
        }

        return block;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_rented)
        {
            Assert.True(_rented.Remove(array), "A block was given back twice.");
            Assert.True(clearArray || !array.AsSpan().ContainsAnyExcept((byte)0), "A block was given back with somebody's data in it.");
        }
    }
}
