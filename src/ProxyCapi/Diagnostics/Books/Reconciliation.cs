using System.Globalization;

namespace ProxyCapi.Diagnostics.Books;

/// <summary>What was seen against what Meta accepted, from the books.</summary>
internal sealed class Reconciliation
{
    /// <summary>Fewer orders than this say nothing about a share.</summary>
    private const int FewEvents = 20;

    private const double ShareWorthAWord = 0.1;

    private static readonly Dictionary<string, string> Causes = new(StringComparer.Ordinal)
    {
        ["dropped/consent_unknown"] = "no consent could be read and Consent:Mode requires one: name the site's consent tool in Consent:Presets, or its cookie in Consent:Cookies",
        ["dropped/no_pixel"] = "no pixel serves the host: compare Pixels:<name>:Hosts with the hosts of the site",
        ["dropped/missing_value"] = "a Purchase without a value that could be read: look at its page with 'explain', and write a rule for the value",
        ["dropped/missing_currency"] = "a Purchase without a currency: look at its page with 'explain', and set CustomData:currency in a rule",
        ["dropped/weak_user_data"] = "nothing of the buyer that Meta could match: let a rule read em or ph, or set Identity:SetCookies",
        ["dropped/invalid"] = "an event that breaks a rule of Meta's: the log names the field",
        ["dead/rejected"] = "Meta refused them: 'outbox list --dead' shows its answer",
        ["dead/in_doubt"] = "nobody knows whether Meta has them, and Delivery:InDoubt is Hold: 'outbox list --dead'",
        ["expired/expired"] = "Meta could not be reached for a week, or the token was dead: look at 'outbox status'",
        ["shed/queue_full"] = "the outbox was full: Delivery:MaxQueueLength, MaxQueueBytes and the disk",
        ["shed/stopped"] = "the process was stopped before they were on disk: give it more time to stop",
        ["failed/error"] = "something of ours failed: the log has it; please report it",
    };

    /// <summary>What nobody needs to look into: visitors who said no, machines, and what the operator wants so.</summary>
    private static readonly HashSet<string> AsItShouldBe = new(StringComparer.Ordinal)
    {
        "dropped/consent_denied", "dropped/bot", "dropped/no_user_agent", "dropped/network", "dropped/path", "dropped/vetoed", "shadow/shadow", "test/test",
    };

    private Reconciliation(IReadOnlyList<ReconciliationRow> rows, IReadOnlyList<ReconciliationDay> days, long replayed, IReadOnlyList<ReconciliationFinding> findings)
    {
        Rows = rows;
        Days = days;
        Replayed = replayed;
        Findings = findings;
    }

    /// <summary>The events by day, pixel and name; the newest day first.</summary>
    public IReadOnlyList<ReconciliationRow> Rows { get; }

    /// <summary>The observed exchanges by day; the newest day first.</summary>
    public IReadOnlyList<ReconciliationDay> Days { get; }

    /// <summary>Dead letters that were given back to the outbox: each of them has ended twice.</summary>
    public long Replayed { get; }

    /// <summary>The gaps.</summary>
    public IReadOnlyList<ReconciliationFinding> Findings { get; }

    /// <summary>Makes the report.</summary>
    /// <param name="lines">The books of the time it is about.</param>
    /// <param name="unaccounted">Events that have neither ended nor are in the outbox; <see langword="null"/> while a process runs, which has some in hand.</param>
    public static Reconciliation Of(IReadOnlyList<(DateTimeOffset Hour, BookLine Line)> lines, long? unaccounted)
    {
        var events = lines.Where(entry => entry.Line.Kind is BookKind.EventCreated or BookKind.EventEnded).ToArray();
        var rows = events.GroupBy(entry => (Day: DateOnly.FromDateTime(entry.Hour.UtcDateTime), entry.Line.Pixel, entry.Line.EventName))
            .Select(group => Row(group.Key.Day, group.Key.Pixel, group.Key.EventName, group.Select(entry => entry.Line)))
            .OrderByDescending(row => row.Day).ThenBy(row => row.Pixel, StringComparer.Ordinal).ThenByDescending(row => row.Seen).ToArray();
        var days = lines.Where(entry => entry.Line.Kind == BookKind.ExchangeEnded)
            .GroupBy(entry => DateOnly.FromDateTime(entry.Hour.UtcDateTime))
            .Select(group => new ReconciliationDay(group.Key, Sums(group.Select(entry => entry.Line))))
            .OrderByDescending(day => day.Day).ToArray();
        var whole = events.GroupBy(entry => (entry.Line.Pixel, entry.Line.EventName)).Select(group => Row(default, group.Key.Pixel, group.Key.EventName, group.Select(entry => entry.Line)));
        return new Reconciliation(rows, days, Replays(lines.Select(entry => entry.Line)), [.. FindGaps(whole.ToArray(), days, unaccounted)]);
    }

    /// <summary>What has neither ended nor waits: 0 where every event is accounted for.</summary>
    /// <param name="all">All books there are.</param>
    /// <param name="waiting">Events in the outbox.</param>
    public static long Unaccounted(IReadOnlyList<(DateTimeOffset Hour, BookLine Line)> all, long waiting)
    {
        var lines = all.Select(entry => entry.Line).ToArray();
        var (seen, ended) = (Sum(BookKind.EventCreated), Sum(BookKind.EventEnded));
        return Math.Max(0, seen + Replays(lines) - ended - waiting);

        long Sum(BookKind kind) => lines.Where(line => line.Kind == kind).Sum(line => line.Count);
    }

    private static long Replays(IEnumerable<BookLine> lines) => lines.Where(line => line.Kind == BookKind.EventReplayed).Sum(line => line.Count);

    private static BookLine[] Sums(IEnumerable<BookLine> lines) =>
        [.. lines.GroupBy(line => line.ToKey()).Select(group => group.Key with { Count = group.Sum(line => line.Count) }).OrderByDescending(line => line.Count)];

    private static ReconciliationRow Row(DateOnly day, string pixel, string eventName, IEnumerable<BookLine> lines)
    {
        long seen = 0, accepted = 0, duplicate = 0;
        var others = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            switch (line.Kind, line.Outcome)
            {
                case (BookKind.EventCreated, _):
                    seen += line.Count;
                    break;
                case (_, "accepted"):
                    accepted += line.Count;
                    break;
                case (_, "duplicate"):
                    duplicate += line.Count;
                    break;
                default:
                    var key = $"{line.Outcome}/{line.Reason}";
                    others[key] = others.GetValueOrDefault(key) + line.Count;
                    break;
            }
        }

        return new ReconciliationRow(day, pixel, eventName) { Seen = seen, Accepted = accepted, Duplicate = duplicate, Others = others };
    }

    private static IEnumerable<ReconciliationFinding> FindGaps(ReconciliationRow[] rows, ReconciliationDay[] days, long? unaccounted)
    {
        foreach (var row in rows)
        {
            foreach (var (reason, count) in row.Others.Where(pair => !AsItShouldBe.Contains(pair.Key)))
            {
                var isLoss = !reason.StartsWith("dropped", StringComparison.Ordinal);
                if (isLoss || (row.Seen >= FewEvents && count > row.Seen * ShareWorthAWord))
                {
                    yield return new ReconciliationFinding(row.Pixel, row.EventName, Text($"{count:N0} of {row.Seen:N0} ended as {reason}: {Causes.GetValueOrDefault(reason, "see the table of reasons")}."));
                }
            }
        }

        if (unaccounted > 0)
        {
            yield return new ReconciliationFinding("", "", Text(
                $"{unaccounted:N0} events have neither ended nor are they in the outbox: a process was killed between reading an event and storing it, or before its last counts were written."));
        }

        var sales = rows.Where(row => row.EventName == "Purchase").Sum(row => row.Seen);
        var doubtful = days.Sum(day => day.Count("refused"));
        if (doubtful >= FewEvents && doubtful > sales * ShareWorthAWord)
        {
            yield return new ReconciliationFinding("", "", Text(
                $"{doubtful:N0} pages looked like a conversion, and it could not be known whether they are: the inspector and 'explain' say why; a rule decides it."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
