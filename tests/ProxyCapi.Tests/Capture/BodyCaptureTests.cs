using CsCheck;
using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Capture;

public class BodyCaptureTests
{
    [Fact]
    public void Append_AnySplit_SameBytesUpToTheLimit()
    {
        Gen.Select(Gen.Byte.Array[0, 3000].Array[0, 60], Gen.Int[1, 150_000], Gen.Bool).Sample((chunks, limit, isLengthKnown) =>
        {
            var pool = new CountingPool();
            var body = chunks.SelectMany(chunk => chunk).ToArray();
            var capture = new BodyCapture(new(pool), limit, isLengthKnown ? body.Length : null);

            foreach (var chunk in chunks)
            {
                capture.Append(chunk);
            }

            capture.Complete();
            Assert.Equal(body.Length > limit, capture.IsCut);
            using (var captured = capture.Take("text/html", null))
            {
                Assert.Equal(body.Length > limit, captured.IsTruncated);
                Assert.Equal(body.Take(limit), ReadAll(captured));
            }

            Assert.Equal(0, pool.Outstanding);
        });
    }

    [Fact]
    public void Take_LengthUnknownAndNoEnd_IsTruncated()
    {
        var capture = new BodyCapture(new(new CountingPool()), 100, null);
        capture.Append([1, 2, 3]);

        using var captured = capture.Take(null, null);

        Assert.True(captured.IsTruncated);
    }

    [Fact]
    public void Take_AllAnnouncedBytesAndNoEnd_IsWhole()
    {
        var capture = new BodyCapture(new(new CountingPool()), 100, 3);
        capture.Append([1, 2, 3]);

        using var captured = capture.Take("a/b", "gzip");

        Assert.False(captured.IsTruncated);
        Assert.Equal("a/b", captured.ContentType);
        Assert.Equal("gzip", captured.ContentEncoding);
    }

    [Fact]
    public void Append_NoMemoryLeft_GivesUpAndOthersGoOnOnceThereIs()
    {
        var pool = new CountingPool();
        var memory = new CaptureMemory(pool);
        var first = new BodyCapture(memory, 100_000, null, memoryLimit: 100_000);
        var second = new BodyCapture(memory, 100_000, null, memoryLimit: 100_000);
        first.Append(new byte[60_000]);
        second.Append(new byte[60_000]);

        Assert.False(first.IsCut);
        Assert.True(second.IsCut && second.IsStarved);
        second.Release();
        using var taken = first.Take(null, null);
        var third = new BodyCapture(memory, 100_000, null, memoryLimit: 100_000);
        third.Append(new byte[60_000]);

        // What was taken is somebody else's to count.
        Assert.False(third.IsStarved);
        third.Release();
        taken.Dispose();
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void Release_InAnyOrderWithTake_GivesMemoryBackOnce()
    {
        var pool = new CountingPool();
        var capture = new BodyCapture(new(pool), 100_000, null);
        capture.Append(new byte[70_000]);
        var captured = capture.Take(null, null);
        capture.Release();
        capture.Append(new byte[10]);

        Assert.Same(CapturedBody.Empty, capture.Take(null, null));
        Assert.Equal(70_000, ReadAll(captured).Length);
        captured.Dispose();
        captured.Dispose();
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void Restart_AfterSomeBytes_HoldsTheSecondReadingOnly()
    {
        var pool = new CountingPool();
        var capture = new BodyCapture(new(pool), 4, null);
        capture.Append([1, 2, 3, 4, 5]);
        capture.Restart();
        capture.Append([6, 7]);
        capture.Complete();

        using (var captured = capture.Take(null, null))
        {
            Assert.Equal([6, 7], ReadAll(captured));
            Assert.False(captured.IsTruncated);
        }

        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public async Task Append_WhileAnotherThreadTakes_LosesNoMemory()
    {
        var pool = new CountingPool();
        for (var i = 0; i < 200; i++)
        {
            var capture = new BodyCapture(new(pool), 1_000_000, null);
            var writer = Task.Run(() =>
            {
                for (var n = 0; n < 20; n++)
                {
                    capture.Append(new byte[9000]);
                }
            });
            capture.Take(null, null).Dispose();
            await writer;
        }

        Assert.Equal(0, pool.Outstanding);
    }

    private static byte[] ReadAll(CapturedBody body)
    {
        using var copy = new MemoryStream();
        body.OpenRead().CopyTo(copy);
        return copy.ToArray();
    }
}
