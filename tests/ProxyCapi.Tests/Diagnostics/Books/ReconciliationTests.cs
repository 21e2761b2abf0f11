using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Books;

namespace ProxyCapi.Tests.Diagnostics.Books;

public sealed class ReconciliationTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rows_OfTwoDays_TellEachDaysSumsByPixelAndEvent()
    {
        var report = Reconciliation.Of(
            [
                (Today, Created("Purchase", 10)), (Today, Ended("Purchase", EventReason.Accepted, 7)), (Today, Ended("Purchase", EventReason.Duplicate, 1)),
                (Today, Ended("Purchase", EventReason.ConsentDenied, 2)), (Today.AddHours(-12), Created("Purchase", 3)), (Today.AddHours(-12), Ended("Purchase", EventReason.Accepted, 3)),
                (Today, Created("Lead", 1)), (Today, Ended("Lead", EventReason.Accepted, 1)),
            ],
            unaccounted: null);

        Assert.Equal(
            [("Purchase", 30, 10L, 7L, 1L, 0L), ("Lead", 30, 1L, 1L, 0L, 0L), ("Purchase", 29, 3L, 3L, 0L, 0L)],
            report.Rows.Select(row => (row.EventName, row.Day.Day, row.Seen, row.Accepted, row.Duplicate, row.Open)));
        Assert.Equal(2, report.Rows[0].Others["dropped/consent_denied"]);
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData((int)EventReason.Rejected, 1, "outbox list --dead")]
    [InlineData((int)EventReason.Expired, 1, "token was dead")]
    [InlineData((int)EventReason.ConsentUnknown, 30, "Consent:Presets")]
    [InlineData((int)EventReason.MissingCurrency, 30, "CustomData:currency")]
    [InlineData((int)EventReason.NoPixel, 30, "Hosts")]
    public void Gap_WithALikelyCause_NamesItAndTheCure(int reason, int count, string cure)
    {
        var report = Reconciliation.Of([(Today, Created("Purchase", 100)), (Today, Ended("Purchase", EventReason.Accepted, 100 - count)), (Today, Ended("Purchase", (EventReason)reason, count))], unaccounted: null);

        Assert.Contains(cure, Assert.Single(report.Findings).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)EventReason.ConsentDenied, 50)]
    [InlineData((int)EventReason.MissingValue, 5)]
    [InlineData((int)EventReason.Vetoed, 50)]
    [InlineData((int)EventReason.Shadow, 50)]
    [InlineData((int)EventReason.Test, 50)]
    [InlineData((int)EventReason.Bot, 50)]
    public void Drop_ThatIsSmallOrWanted_IsNoGap(int reason, int count)
    {
        var report = Reconciliation.Of([(Today, Created("Purchase", 100)), (Today, Ended("Purchase", EventReason.Accepted, 100 - count)), (Today, Ended("Purchase", (EventReason)reason, count))], unaccounted: null);

        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1, 2)]
    [InlineData(9, 0)]
    public void Open_ComparedWithTheOutbox_IsWhatNobodyKnowsOf(long waiting, long unaccounted) => Assert.Equal(
        unaccounted, Reconciliation.Unaccounted([(Today, Created("Purchase", 5)), (Today, Ended("Purchase", EventReason.Accepted, 2))], waiting));

    [Fact]
    public void DeadLetters_ReplayedAndAccepted_AreNoGap()
    {
        (DateTimeOffset, BookLine)[] lines =
        [
            (Today, Created("Purchase", 50)), (Today, Ended("Purchase", EventReason.Rejected, 50)), (Today, new BookLine(BookKind.EventReplayed, "", "", "", "", 50)),
            (Today, Ended("Purchase", EventReason.Accepted, 50)),
        ];

        Assert.Equal(0, Reconciliation.Unaccounted(lines, waiting: 0));

        // Replays must not hide a loss either: two of them came to no second end.
        Assert.Equal(2, Reconciliation.Unaccounted([.. lines[..3], (Today, Ended("Purchase", EventReason.Accepted, 48))], waiting: 0));
        var report = Reconciliation.Of(lines, unaccounted: 0);
        Assert.Equal((0, 50), (Assert.Single(report.Rows).Open, report.Replayed));
    }

    [Fact]
    public void Unaccounted_Events_AreAGapWithItsCause() =>
        Assert.Contains("a process was killed", Assert.Single(Reconciliation.Of([(Today, Created("Purchase", 1))], unaccounted: 1).Findings).Text, StringComparison.Ordinal);

    private static BookLine Created(string name, long count) => new(BookKind.EventCreated, name, "main", "", "", count);

    private static BookLine Ended(string name, EventReason reason, long count)
    {
        var (outcome, tag) = Outcomes.Of(reason);
        return new BookLine(BookKind.EventEnded, name, "main", outcome, tag, count);
    }
}
