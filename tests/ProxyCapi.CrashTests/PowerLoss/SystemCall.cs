using System.Globalization;
using System.Text;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>A system call of the watched process, as strace shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments; strings and paths are in hexadecimal.</param>
/// <param name="Began">The line of the trace on which it began.</param>
/// <param name="Ended">The line on which it returned.</param>
/// <param name="Result">What it returned.</param>
internal sealed record SystemCall(string Name, string[] Arguments, int Began, int Ended, long Result)
{
    /// <summary>The file behind a descriptor: <c>12&lt;\x2f\x74…&gt;</c>. <see langword="null"/> if it has no name any more.</summary>
    public string? FileAt(int argument)
    {
        var text = Arguments[argument];
        var (start, end) = (text.IndexOf('<', StringComparison.Ordinal), text.LastIndexOf('>'));
        return start < 0 || end < start || text.EndsWith("(deleted)", StringComparison.Ordinal) ? null : Decode(text[(start + 1)..end]);
    }

    /// <summary>A path: <c>"\x2f\x74…"</c>.</summary>
    public string PathAt(int argument) => Decode(Arguments[argument].Trim('"'));

    /// <summary>A number.</summary>
    public long NumberAt(int argument) => long.Parse(Arguments[argument], CultureInfo.InvariantCulture);

    /// <summary>The bytes that were written.</summary>
    public byte[] BytesAt(int argument)
    {
        var text = Arguments[argument].AsSpan();
        if (text is not ['"', .., '"'])
        {
            throw new InvalidDataException("A string of the trace is cut off.");
        }

        return Unescape(text[1..^1]);
    }

    private static string Decode(string text) => text.StartsWith("\\x", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Unescape(text)) : text;

    private static byte[] Unescape(ReadOnlySpan<char> text)
    {
        const int Escaped = 4;
        var bytes = new byte[text.Length / Escaped];
        for (var i = 0; i < bytes.Length; i++)
        {
            var one = text.Slice(i * Escaped, Escaped);
            bytes[i] = one is ['\\', 'x', var high, var low]
                ? (byte)((Digit(high) << 4) | Digit(low))
                : throw new InvalidDataException("The trace is not in hexadecimal.");
        }

        return bytes;
    }

    private static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;
}
