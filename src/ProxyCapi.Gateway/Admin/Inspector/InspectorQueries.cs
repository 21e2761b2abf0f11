using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Diagnostics.Stories;
using ProxyCapi.Gateway.CommandLine.Report;
using ProxyCapi.Gateway.Telemetry;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>What the inspector's page asks for. Nothing in an answer tells who a buyer is.</summary>
internal sealed class InspectorQueries(
    EventStories stories,
    SiteObservations site,
    SiteAdvisor advisor,
    InspectorOutbox outbox,
    OutboxSender sender,
    HealthCheckService health,
    BooksKeeper books,
    ActiveRuleSet rules,
    TimeProvider time) : IDisposable
{
    private const int MostListed = 500;

    // A page asks again and again, and every tab of it.
    private readonly ShortMemory _overview = new(time);
    private readonly ShortMemory _findings = new(time);
    private readonly SemaphoreSlim _finding = new(1);

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Another one after each start: a page that is older than the process begins anew.</summary>
    public static string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Pixels, health and the day's sums.</summary>
    public Task<object> OverviewAsync() => _overview.GetAsync(ReadOverviewAsync);

    /// <summary>What an expert would say.</summary>
    public Task<object> FindingsAsync() => _findings.GetAsync(async () => new { Findings = await advisor.FindAsync(CancellationToken.None) });

    private async Task<object> ReadOverviewAsync()
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains("delivery"), CancellationToken.None);
        var states = await sender.GetStateAsync();
        var current = rules.Current;
        return new
        {
            current.Mode,
            Version = TelemetryExtensions.Version,
            StartedAt = _started,
            Now = time.GetUtcNow(),
            Health = report.Status == HealthStatus.Healthy ? "healthy" : report.Status == HealthStatus.Degraded ? "degraded" : "unhealthy",
            Pixels = Pixels(current, states),
            Today = Sums(time.GetUtcNow()),
            Instance,
        };
    }

    /// <summary>The newest stories that fit.</summary>
    /// <param name="search">An order id, an event id, or a part of a page's address or an event's name; empty: all.</param>
    /// <param name="show"><c>events</c>, <c>drops</c>, or all.</param>
    /// <param name="limit">How many at most.</param>
    public object Events(string? search, string? show, int? limit)
    {
        var text = search?.Trim() ?? "";
        var found = stories.Newest(story => IsShown(story, show) && (text.Length == 0 || IsMeant(story, text)), Math.Clamp(limit ?? 100, 1, MostListed));
        return new { stories.Version, Instance, Events = found.Select(StoryView.Line) };
    }

    /// <summary>What the outbox knows of an order or event that memory has forgotten. Bodies are opened for it, so one question is answered at a time.</summary>
    public async Task<object?> FindAsync(string text, CancellationToken cancellationToken)
    {
        await _finding.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => outbox.Find(text), cancellationToken);
        }
        finally
        {
            _finding.Release();
        }
    }

    /// <summary>A whole story.</summary>
    public object? Event(long number) => stories.Find(number) is { } story ? StoryView.Whole(story) : null;

    /// <summary>The effective rules with how often they fitted.</summary>
    public object Rules()
    {
        var current = rules.Current;
        return new
        {
            Discovery = current.Discovery is not null ? current.Options.Discovery.Events : null,
            Rules = current.Rules.Select(rule =>
            {
                var seen = site.Rules.GetValueOrDefault(rule.Name);
                var options = current.Options.Rules[rule.Name];
                return new
                {
                    rule.Name,
                    Event = rule.EventName,
                    options.Match.Path,
                    options.Match.Methods,
                    rule.Enrich,
                    AwaitsDurable = rule.AwaitDurable is not null,
                    seen.Matched,
                    seen.Converted,
                    LastSeen = seen.Matched > 0 ? seen.LastSeen : (DateTimeOffset?)null,
                };
            }),
        };
    }

    /// <summary>The reconciliation. What this process has in hand is neither ended nor in the outbox, so nothing is said of that.</summary>
    public object Report(TimeSpan span)
    {
        books.Write();
        var now = time.GetUtcNow();
        return ReportCommand.Answer(Reconciliation.Of(outbox.Books(now - span), unaccounted: null), now - span, now);
    }

    public void Dispose() => _finding.Dispose();

    private IEnumerable<object> Pixels(RuleSet current, IReadOnlyList<LaneState> states)
    {
        var conditions = sender.Pixels.ToDictionary(pixel => pixel.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var name in current.Pixels.Keys.Union(states.Where(state => state.Count > 0).Select(state => state.Pixel), StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            var condition = conditions.GetValueOrDefault(name);
            var lanes = states.Where(state => string.Equals(state.Pixel, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            yield return new
            {
                Name = name,
                Id = current.Pixels.GetValueOrDefault(name)?.Id,
                IsTest = current.Pixels.GetValueOrDefault(name)?.TestEventCode is not null,
                State = condition?.State ?? PixelCondition.Sending,
                condition?.Hold,
                UsagePercent = condition is null ? 0 : Math.Round(condition.UsagePercent, 1),
                PauseSeconds = condition is null ? 0 : Math.Ceiling(condition.Pause.TotalSeconds),
                Waiting = lanes.Sum(lane => lane.Count),
                InDoubt = lanes.Sum(lane => lane.InDoubt),
                InMemory = lanes.Sum(lane => lane.InMemory),
                Dead = lanes.Sum(lane => lane.Dead),
                OldestEventTime = lanes.Min(lane => lane.OldestEvent),
            };
        }
    }

    private object Sums(DateTimeOffset now)
    {
        books.Write();
        var today = outbox.Books(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero)).Select(entry => entry.Line).ToArray();
        return new
        {
            Exchanges = Sum(BookKind.ExchangeEnded, _ => true),
            Seen = Sum(BookKind.EventCreated, _ => true),
            Purchases = Sum(BookKind.EventCreated, line => line.EventName == "Purchase"),
            Accepted = Sum(BookKind.EventEnded, line => line.Outcome == "accepted"),
            Duplicate = Sum(BookKind.EventEnded, line => line.Outcome == "duplicate"),
            Dropped = Sum(BookKind.EventEnded, line => line.Outcome == "dropped"),
            Lost = Sum(BookKind.EventEnded, line => line.Outcome is "dead" or "expired" or "shed" or "failed"),
            Unpaid = Sum(BookKind.ExchangeEnded, line => line.Reason == "unpaid"),
        };

        long Sum(BookKind kind, Func<BookLine, bool> isWanted) => today.Where(line => line.Kind == kind && isWanted(line)).Sum(line => line.Count);
    }

    private static bool IsShown(EventStory story, string? show) => show switch
    {
        "events" => story.Outcome is null or "accepted",
        "drops" => story.Outcome is not (null or "accepted"),
        _ => true,
    };

    private static bool IsMeant(EventStory story, string text) =>
        string.Equals(story.OrderId, text, StringComparison.OrdinalIgnoreCase)
        || (story.EventId?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
        || (story.OrderId?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
        || (story.Page?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
        || story.EventName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (story.Reason?.Equals(text, StringComparison.OrdinalIgnoreCase) ?? false);
}
