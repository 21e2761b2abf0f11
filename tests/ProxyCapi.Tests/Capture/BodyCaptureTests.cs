using System.Buffers;
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
    public void Append_InAnyPieces_FindsTheMarkerOnEverySeam()
    {
        var markers = new ByteMarkers([new("Purchase", 4, SearchValues.Create("'"u8)), new("LongestOfThem", 5)]);
        // 16 KB is the first block of a body of unknown length.
        Gen.Select(Gen.Int[(16 * 1024) - 40, (16 * 1024) + 40], Gen.Int[1, 300].Array[1, 8]).Sample((at, sizes) =>
        {
            var page = new byte[(16 * 1024) + 200];
            page.AsSpan().Fill((byte)'.');
            "Purchase'"u8.CopyTo(page.AsSpan(at));
            var capture = new BodyCapture(new(new CountingPool()), 1 << 20, null) { Markers = markers, KeepsOnlyMarked = true };
            for (int sent = 0, i = 0; sent < page.Length; i++)
            {
                var size = Math.Min(i == 0 ? at - 150 : sizes[i % sizes.Length], page.Length - sent);
                capture.Append(page.AsSpan(sent, size));
                sent += size;
            }

            Assert.Equal(4, capture.Found);
            capture.Release();
        });
    }

    [Fact]
    public void Append_LastBytesOfAPageWithoutAMarker_AreNotCopied()
    {
        var pool = new CountingPool();
        var capture = new BodyCapture(new(pool), 1 << 20, 3000) { Markers = new ByteMarkers([new("Purchase", 4)]), KeepsOnlyMarked = true };
        capture.Append(new byte[1000]);
        capture.Append("..Purch"u8.ToArray());
        Assert.Equal(1, pool.Outstanding);
        capture.Release();

        capture = new BodyCapture(new(pool), 1 << 20, 3000) { Markers = new ByteMarkers([new("Purchase", 4)]), KeepsOnlyMarked = true };
        capture.Append(new byte[3000]);
        Assert.Equal(0, capture.Found);
        Assert.Equal(0, pool.Outstanding);
        Assert.False(capture.IsCut);
    }

    [Fact]
    public void Append_LastBytesHoldTheEndOfAMarker_KeepsAll()
    {
        var pool = new CountingPool();
        var page = "<p>Purchase</p>"u8.ToArray();
        var capture = new BodyCapture(new(pool), 1 << 20, page.Length) { Markers = new ByteMarkers([new("Purchase", 4)]), KeepsOnlyMarked = true };
        capture.Append(page.AsSpan(0, 7));
        capture.Append(page.AsSpan(7));

        Assert.Equal(4, capture.Found);
        using var captured = capture.Take(null, null);
        Assert.Equal(page, ReadAll(captured));
        Assert.False(captured.IsTruncated);
    }

    [Fact]
    public void Append_MoreBytesThanWereAnnouncedAfterThoseThatWereNotCopied_IsCut()
    {
        var capture = new BodyCapture(new(new CountingPool()), 1 << 20, 3) { Markers = new ByteMarkers([new("Purchase", 4)]), KeepsOnlyMarked = true };
        capture.Append("abc"u8);
        capture.Append("Purchase"u8);

        Assert.True(capture.IsCut);
    }

    [Fact]
    public void Release_OfBytes_GivesEmptyBlocksBack()
    {
        var pool = new CountingPool();
        var capture = new BodyCapture(new(pool), 1 << 20, null);
        capture.Append(Enumerable.Repeat((byte)1, 20_000).ToArray());
        // The pool of this test takes no block with anything in it.
        capture.Release();

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
