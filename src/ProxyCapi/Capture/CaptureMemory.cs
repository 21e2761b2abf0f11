using System.Buffers;

namespace ProxyCapi.Capture;

/// <summary>
/// The blocks of bodies that are still being copied, bounded together: a body is held as long as its slowest reader reads, and thousands of them
/// would add up. What is handed over, the queue counts.
/// </summary>
/// <param name="pool">Where blocks come from. They held buyers' data, so they go back empty.</param>
internal sealed class CaptureMemory(ArrayPool<byte> pool)
{
    private long _held;

    /// <summary>A block of at least <paramref name="size"/> bytes, or <see langword="null"/> if all together would hold more than <paramref name="limit"/>.</summary>
    public byte[]? TryRent(int size, long limit)
    {
        // Asked first: a pool that throws must leave the books as they were.
        if (Volatile.Read(ref _held) + size > limit)
        {
            return null;
        }

        var block = pool.Rent(size);
        Interlocked.Add(ref _held, block.Length);
        return block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">The block.</param>
    /// <param name="used">How many bytes of it were written.</param>
    public void Return(byte[] block, int used)
    {
        Interlocked.Add(ref _held, -block.Length);
        block.AsSpan(0, used).Clear();
        pool.Return(block);
    }

    /// <summary>Blocks that somebody else accounts for, and gives back, from now on.</summary>
    /// <returns>Where they go back to.</returns>
    public ArrayPool<byte> HandOver(ReadOnlySpan<byte[]> blocks)
    {
        foreach (var block in blocks)
        {
            Interlocked.Add(ref _held, -block.Length);
        }

        return pool;
    }
}
