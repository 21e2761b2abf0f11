using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace ProxyCapi.Capture;

/// <summary>
/// Looks for any of some texts in the bytes of a page, at a few bytes per processor cycle and without an allocation. It says which pages
/// are worth reading; it proves nothing.
/// </summary>
/// <remarks>
/// The texts are spread over eight buckets, and each is recognised by the four bytes of it that are least common in pages, its anchor.
/// Look-up tables say, for the halves of each of four bytes in a row, in which buckets an anchor has such a byte at that place; where all
/// agree the texts of these buckets are compared in full. Thirty-two places, or sixteen, are asked at once. Thirty-two are asked for the lower
/// halves of all four bytes, but for the upper halves of the first two alone: a third of the work less, and it lets hardly more through.
/// </remarks>
internal sealed class ByteMarkers
{
    private const int Buckets = 8;
    private const int AnchorLength = 4;

    private readonly Marker[][] _buckets;
    private readonly Vector128<byte>[] _low = new Vector128<byte>[AnchorLength];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[AnchorLength];
    private readonly byte[] _first = new byte[256];

    /// <param name="markers">The texts: ASCII, at least four characters.</param>
    public ByteMarkers(IEnumerable<Marker> markers)
    {
        var sorted = markers.OrderBy(marker => marker.Anchor, StringComparer.Ordinal).ToArray();
        if (sorted.Length == 0 || sorted.Any(marker => marker.Text.Length < AnchorLength || !Ascii.IsValid(marker.Text)))
        {
            throw new ArgumentException("Markers are ASCII texts of at least four characters.", nameof(markers));
        }

        MaxLength = sorted.Max(marker => marker.Text.Length) + 1;
        Highest = sorted.Max(marker => marker.Weight);
        // Neighbours share bytes of their anchors, which keeps the tables sparse.
        _buckets = [.. sorted.Select((marker, i) => (marker, bucket: i * Buckets / sorted.Length)).GroupBy(pair => pair.bucket).Select(group => group.Select(pair => pair.marker).ToArray())];
        FillTables();
    }

    /// <summary>Most bytes that have to be looked at together.</summary>
    public int MaxLength { get; }

    /// <summary>The greatest weight of any marker.</summary>
    public int Highest { get; }

    /// <summary>The greatest weight among the markers in <paramref name="text"/>; 0 if there is none.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="known">A weight that was found already: no smaller one is of interest.</param>
    public int Find(ReadOnlySpan<byte> text, int known = 0)
    {
        var i = 0;
        if (Avx2.IsSupported)
        {
            while (known < Highest && NextWide(text, ref i, out var places))
            {
                known = Check(text, i, places, known);
                i += Vector256<byte>.Count;
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            while (known < Highest && Next(text, ref i, out var places))
            {
                known = Check(text, i, places, known);
                i += Vector128<byte>.Count;
            }
        }

        for (; i + AnchorLength <= text.Length && known < Highest; i++)
        {
            known = Check(text, i, _first[text[i]], known);
        }

        return known;
    }

    /// <summary>Goes on from <paramref name="i"/> to the next 32 places of which one may begin an anchor; not to the last few bytes.</summary>
    private bool NextWide(ReadOnlySpan<byte> text, ref int i, out Vector256<byte> buckets)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var (low0, low1, low2, low3) = (Twice(_low[0]), Twice(_low[1]), Twice(_low[2]), Twice(_low[3]));
        var (high0, high1) = (Twice(_high[0]), Twice(_high[1]));
        for (; i + Vector256<byte>.Count + AnchorLength <= text.Length; i += Vector256<byte>.Count)
        {
            buckets = Look(Vector256.LoadUnsafe(ref start, (nuint)i), low0, high0) & Look(Vector256.LoadUnsafe(ref start, (nuint)i + 1), low1, high1)
                & Avx2.Shuffle(low2, Vector256.LoadUnsafe(ref start, (nuint)i + 2)) & Avx2.Shuffle(low3, Vector256.LoadUnsafe(ref start, (nuint)i + 3));
            if (buckets != Vector256<byte>.Zero)
            {
                return true;
            }
        }

        buckets = default;
        return false;

        static Vector256<byte> Twice(Vector128<byte> table) => Vector256.Create(table, table);

        // A shuffle goes by the lower half of a byte, and gives nothing for one that is not ASCII.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<byte> Look(Vector256<byte> bytes, Vector256<byte> low, Vector256<byte> high) =>
            Avx2.Shuffle(low, bytes) & Avx2.Shuffle(high, (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F));
    }

    /// <summary>The same, 16 places at a time.</summary>
    private bool Next(ReadOnlySpan<byte> text, ref int i, out Vector128<byte> buckets)
    {
        for (; i + Vector128<byte>.Count + AnchorLength <= text.Length; i += Vector128<byte>.Count)
        {
            buckets = Vector128<byte>.AllBitsSet;
            for (var place = 0; place < AnchorLength; place++)
            {
                var bytes = Vector128.Create(text[(i + place)..]);
                buckets &= Vector128.Shuffle(_low[place], bytes & Vector128.Create((byte)0x0F)) & Vector128.Shuffle(_high[place], bytes >>> 4);
            }

            if (buckets != Vector128<byte>.Zero)
            {
                return true;
            }
        }

        buckets = default;
        return false;
    }

    private int Check(ReadOnlySpan<byte> text, int start, Vector256<byte> buckets, int known)
    {
        var places = ~Vector256.Equals(buckets, Vector256<byte>.Zero).ExtractMostSignificantBits();
        for (; places != 0 && known < Highest; places &= places - 1)
        {
            var offset = BitOperations.TrailingZeroCount(places);
            known = Check(text, start + offset, buckets[offset], known);
        }

        return known;
    }

    private int Check(ReadOnlySpan<byte> text, int start, Vector128<byte> buckets, int known) =>
        Check(text, start, Vector256.Create(buckets, Vector128<byte>.Zero), known);

    private int Check(ReadOnlySpan<byte> text, int at, byte buckets, int known)
    {
        for (int left = buckets; left != 0; left &= left - 1)
        {
            foreach (var marker in _buckets[BitOperations.TrailingZeroCount(left)])
            {
                if (marker.Weight > known && marker.IsAt(text, at))
                {
                    known = marker.Weight;
                }
            }
        }

        return known;
    }

    private void FillTables()
    {
        var low = new byte[AnchorLength, 16];
        var high = new byte[AnchorLength, 16];
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            foreach (var marker in _buckets[bucket])
            {
                _first[marker.Anchor[0]] |= (byte)(1 << bucket);
                for (var place = 0; place < AnchorLength; place++)
                {
                    low[place, marker.Anchor[place] & 0x0F] |= (byte)(1 << bucket);
                    high[place, marker.Anchor[place] >> 4] |= (byte)(1 << bucket);
                }
            }
        }

        for (var place = 0; place < AnchorLength; place++)
        {
            _low[place] = Vector128.Create(Enumerable.Range(0, 16).Select(i => low[place, i]).ToArray());
            _high[place] = Vector128.Create(Enumerable.Range(0, 16).Select(i => high[place, i]).ToArray());
        }
    }

    /// <summary>One text.</summary>
    internal sealed class Marker
    {
        private readonly byte[] _bytes;
        private readonly SearchValues<byte>? _before;
        private readonly int _anchor;

        /// <param name="text">The text, ASCII.</param>
        /// <param name="weight">What finding it is worth, from 1.</param>
        /// <param name="before">The byte that has to follow is one of these; <see langword="null"/>: any, or none.</param>
        public Marker(string text, int weight, SearchValues<byte>? before = null)
        {
            Text = text;
            Weight = weight;
            _before = before;
            _bytes = Encoding.ASCII.GetBytes(text);
            _anchor = Enumerable.Range(0, Math.Max(1, text.Length - AnchorLength + 1)).MaxBy(i => Text.Skip(i).Take(AnchorLength).Sum(Rarity));
        }

        public string Text { get; }

        public int Weight { get; }

        /// <summary>The part that is looked for first.</summary>
        public string Anchor => Text.Substring(_anchor, Math.Min(AnchorLength, Text.Length));

        /// <summary>Whether the text stands where its anchor was seen.</summary>
        public bool IsAt(ReadOnlySpan<byte> page, int at)
        {
            var start = at - _anchor;
            var end = start + _bytes.Length;
            return start >= 0 && page[start..].StartsWith(_bytes) && (_before is null || (end < page.Length && _before.Contains(page[end])));
        }

        // How rarely a page has the character, roughly: letters of words are everywhere, capitals and underscores are not.
        private static int Rarity(char c) => c switch
        {
            '_' => 5,
            >= 'A' and <= 'Z' => 4,
            'f' or 'j' or 'k' or 'q' or 'v' or 'w' or 'x' or 'z' => 3,
            'e' or 't' or 'a' or 'o' or 'i' or 'n' or 's' or 'r' or 'l' or 'd' or 'c' or '-' or '"' => 1,
            _ => 2,
        };
    }
}
