using System.Buffers.Binary;

namespace ProxyCapi.Storage;

/// <summary>
/// Looks into a write-ahead log before SQLite does. SQLite takes the first frame that does not fit for the log's end, and says nothing of what
/// stands behind it (delivery.md section 3.4; the format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
/// </summary>
internal static class LogInspection
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;

    /// <summary>Each round's first salt is one more than the last one's: https://www.sqlite.org/fileformat2.html#resetting_the_wal_file</summary>
    private const uint MostRounds = 1 << 24;

    /// <summary>What a log begins with; the last bit says in which order the checksums read the bytes of a word.</summary>
    private const uint Magic = 0x377F0682;

    /// <summary>
    /// Whether the log has lost commits that were on disk. A power cut can tear the last one, of which nobody was told that it is on disk; a second
    /// one behind the first frame that does not fit was begun only after the first was synced.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsDamaged(string log)
    {
        var bytes = File.ReadAllBytes(log);
        if (bytes.Length <= HeaderLength)
        {
            return false;
        }

        // The header is synced before the first frame is written.
        var header = bytes.AsSpan(0, HeaderLength);
        var isBigEndian = (Word(header, 0) & 1) != 0;
        var sum = Sum(default, header[..24], isBigEndian);
        if ((Word(header, 0) & ~1u) != Magic || sum != (Word(header, 24), Word(header, 28)))
        {
            return true;
        }

        return CommitsBehindDamage(bytes, FrameHeaderLength + (int)Word(header, 8), sum, isBigEndian) > 1;
    }

    private static int CommitsBehindDamage(byte[] bytes, int frameLength, (uint, uint) sum, bool isBigEndian)
    {
        var (isBehind, commits) = (false, 0);
        for (var at = HeaderLength; at <= bytes.Length - frameLength; at += frameLength)
        {
            var frame = bytes.AsSpan(at, frameLength);

            // Frames of an earlier round have other salts: SQLite begins again at the start without emptying the file.
            var isOfThisRound = frame[8..16].SequenceEqual(bytes.AsSpan(16, 8));
            if (!isBehind)
            {
                sum = Sum(Sum(sum, frame[..8], isBigEndian), frame[FrameHeaderLength..], isBigEndian);
                isBehind = !isOfThisRound || sum != (Word(frame, 16), Word(frame, 20));
                if (isBehind && !isOfThisRound && !IsUnwritten(frame, bytes))
                {
                    // Neither a frame of this round nor what stood there before it: a commit may have ended here.
                    commits++;
                }
            }

            commits += isBehind && isOfThisRound && Word(frame, 4) != 0 ? 1 : 0;
        }

        return commits;
    }

    /// <summary>Whether this round has not come to a frame's place, or a power cut kept its frame from it: the file grew, or an earlier round's stands there.</summary>
    private static bool IsUnwritten(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> log) =>
        frame[..FrameHeaderLength].IndexOfAnyExcept((byte)0) < 0 || Word(log, 16) - Word(frame, 8) is > 0 and < MostRounds;

    private static (uint, uint) Sum((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var (first, second) = sum;
        for (var i = 0; i < bytes.Length; i += 8)
        {
            var (left, right) = isBigEndian
                ? (Word(bytes, i), Word(bytes, i + 4))
                : (BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i + 4)..]));
            first += left + second;
            second += right + first;
        }

        return (first, second);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
