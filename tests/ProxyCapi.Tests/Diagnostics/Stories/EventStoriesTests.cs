using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Tests.Diagnostics.Stories;

public sealed class EventStoriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Begin_BeyondTheBound_ForgetsTheOldest()
    {
        var stories = new EventStories(3);
        var numbers = Enumerable.Range(0, 5).Select(i => stories.Begin(Story($"e{i}"))).ToArray();

        Assert.Equal(["e4", "e3", "e2"], stories.Newest(_ => true, 10).Select(story => story.EventId));
        Assert.Null(stories.Find(numbers[0]));
        Assert.Equal("e4", stories.Find(numbers[4])!.EventId);
    }

    [Fact]
    public void Repeat_OfAnEventOnItsWay_HasAStoryOfItsOwn_AndLeavesTheFirstOneAlone()
    {
        var stories = new EventStories(10);
        var first = stories.Begin(Story("e1"));
        var second = stories.Begin(Story("e1"));
        stories.Continue(second, story => story.End(Now, "duplicate", "duplicate", "again"));

        stories.Continue("main", "Purchase", "e1", () => throw new InvalidOperationException("It is known."), story => story.End(Now, "accepted", "accepted", "done"));

        Assert.Equal(("accepted", "duplicate"), (stories.Find(first)!.Outcome, stories.Find(second)!.Outcome));
    }

    [Fact]
    public void Continue_OfAnEventThatNobodyRemembers_BeginsItsStory()
    {
        var stories = new EventStories(10);

        stories.Continue("main", "Purchase", "old", () => Story("old"), story => story.End(Now, "accepted", "accepted", "done"));

        Assert.Equal("accepted", Assert.Single(stories.Newest(_ => true, 10)).Outcome);
    }

    [Fact]
    public void ChangedSince_AVersion_GivesWhatIsNewAlone()
    {
        var stories = new EventStories(10);
        var first = stories.Begin(Story("e1"));
        stories.Begin(Story("e2"));
        var seen = stories.Version;
        Assert.Empty(stories.ChangedSince(seen));

        stories.Continue(first, story => story with { Answer = "accepted" });

        Assert.Equal("e1", Assert.Single(stories.ChangedSince(seen)).EventId);
    }

    [Fact]
    public async Task WaitForChange_EndsWithTheNextOne()
    {
        var stories = new EventStories(10);
        var waiting = stories.WaitForChangeAsync(stories.Version, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        stories.Begin(Story("e1"));

        await waiting;
        Assert.True(stories.WaitForChangeAsync(0, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public void Off_KeepsNothing_AndAsksForNothing()
    {
        Assert.Equal(0, EventStories.Off.Begin(Story("e1")));
        EventStories.Off.Continue("main", "Purchase", "e1", () => throw new InvalidOperationException("Nobody watches."), story => story);

        Assert.Empty(EventStories.Off.Newest(_ => true, 10));
    }

    [Fact]
    public void Steps_OfALongStory_KeepItsBeginAndItsEnd()
    {
        var story = Story("e1");
        for (var i = 0; i < 200; i++)
        {
            story = story.With(new StoryStep(Now, "attempt", $"{i}"));
        }

        Assert.Equal(("0", "199", 40), (story.Steps[0].Text, story.Steps[^1].Text, story.Steps.Length));
    }

    private static EventStory Story(string id) => new() { EventTime = Now, EventName = "Purchase", EventId = id, Pixel = "main" };
}
