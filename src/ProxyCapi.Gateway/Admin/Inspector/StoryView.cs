using ProxyCapi.Conversions.Matching;
using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>A story as the list shows it, and as a whole.</summary>
internal static class StoryView
{
    /// <summary>One line of the list.</summary>
    public static object Line(EventStory story) => new
    {
        story.Number,
        story.Version,
        story.EventTime,
        Event = story.EventName,
        story.EventId,
        story.OrderId,
        story.Value,
        story.Currency,
        story.Pixel,
        story.Source,
        story.MatchKeys,
        Quality = story.Quality is { } quality ? Math.Round(quality, 1) : (double?)null,
        Level = story.Quality is { } estimate ? MatchQuality.Level(estimate) : null,
        story.Consent,
        story.IsTest,
        story.State,
        story.Outcome,
        story.Reason,
        story.Answer,
        DelaySeconds = story is { Outcome: "accepted", EndedAt: { } ended } ? Math.Round((ended - story.EventTime).TotalSeconds, 2) : (double?)null,
        story.Page,
    };

    /// <summary>The whole story.</summary>
    public static object Whole(EventStory story) => new { Line = Line(story), story.EndedAt, story.Fields, story.Steps };
}
