using System.Globalization;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>Reads what <c>strace -f -y -xx</c> has written. A call that others overlap stands on two lines: where it began and where it returned.</summary>
internal static class SystemCallTrace
{
    private const string Unfinished = " <unfinished ...>";
    private const string Resumed = " resumed>";

    /// <summary>Every call that came back, in the order of their beginnings.</summary>
    public static List<SystemCall> Read(string file)
    {
        var calls = new List<SystemCall>();
        var begun = new Dictionary<string, (string Text, int Line)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (process, text) = (line[..space], line[space..].TrimStart());
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                var (head, began) = begun[process];
                begun.Remove(process);
                Add(calls, head + text[(text.IndexOf(Resumed, StringComparison.Ordinal) + Resumed.Length)..], began, number);
            }
            else if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[process] = (text[..^Unfinished.Length], number);
            }
            else
            {
                Add(calls, text, number, number);
            }
        }

        calls.Sort((left, right) => left.Began.CompareTo(right.Began));
        return calls;
    }

    /// <summary><c>name(arguments) = result</c>; a process that was killed in a call leaves one without a result.</summary>
    private static void Add(List<SystemCall> calls, string text, int began, int ended)
    {
        var (open, equals) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(" = ", StringComparison.Ordinal));
        if (open < 0 || equals < open)
        {
            return;
        }

        var result = text.AsSpan(equals + 3);
        var length = result.IndexOfAnyExceptInRange('0', '9');
        var isError = result[0] is '-' or '?';
        calls.Add(new SystemCall(
            text[..open],
            text[(open + 1)..text.LastIndexOf(')', equals)].Split(", "),
            began,
            ended,
            isError ? -1 : result.StartsWith("0x", StringComparison.Ordinal) ? 0 : long.Parse(length < 0 ? result : result[..length], CultureInfo.InvariantCulture)));
    }
}
