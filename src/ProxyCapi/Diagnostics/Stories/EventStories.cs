namespace ProxyCapi.Diagnostics.Stories;

/// <summary>The newest stories, for whoever watches: bounded, in memory, gone with the process. The outbox and the books are what lasts.</summary>
/// <param name="most">Stories that are kept; 0: none, and nobody has to write any.</param>
internal sealed class EventStories(int most)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, EventStory> _stories = [];
    private readonly Dictionary<(string Pixel, string EventName, string EventId), long> _open = [];
    private long _number;
    private long _version;
    private TaskCompletionSource _changed = New();

    /// <summary>Where nobody watches.</summary>
    public static EventStories Off { get; } = new(0);

    /// <summary>Whether stories are kept.</summary>
    public bool IsOn => most > 0;

    /// <summary>The version of the newest change.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    /// <summary>Begins a story; the oldest one is forgotten for it.</summary>
    /// <returns>Its number; 0 where none are kept.</returns>
    public long Begin(EventStory story)
    {
        if (!IsOn)
        {
            return 0;
        }

        lock (_lock)
        {
            var number = ++_number;
            if (_stories.Count >= most)
            {
                Forget(_stories.First().Value);
            }

            Set(story with { Number = number });
            if (story.State != StoryState.Ended && story.EventId is { } id)
            {
                // The first one with an id is what is sent; what comes with the same one later is a repeat.
                _open.TryAdd((story.Pixel, story.EventName, id), number);
            }

            Tell();
            return number;
        }
    }

    /// <summary>Continues a story by its number, if it is still kept.</summary>
    public void Continue(long number, Func<EventStory, EventStory> change)
    {
        if (!IsOn)
        {
            return;
        }

        lock (_lock)
        {
            if (_stories.TryGetValue(number, out var story))
            {
                Change(story, change);
            }
        }
    }

    /// <summary>Continues the story of an event that is on its way; begins one where the event is older than the process or the memory.</summary>
    public void Continue(string pixel, string eventName, string eventId, Func<EventStory> begin, Func<EventStory, EventStory> change)
    {
        if (!IsOn)
        {
            return;
        }

        lock (_lock)
        {
            if (!_open.TryGetValue((pixel, eventName, eventId), out var number) || !_stories.ContainsKey(number))
            {
                number = Begin(begin());
            }

            Change(_stories[number], change);
        }
    }

    /// <summary>One story.</summary>
    public EventStory? Find(long number)
    {
        lock (_lock)
        {
            return _stories.GetValueOrDefault(number);
        }
    }

    /// <summary>The newest stories that an operator asks for.</summary>
    /// <param name="isWanted">Which ones.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<EventStory> Newest(Func<EventStory, bool> isWanted, int limit)
    {
        EventStory[] all;
        lock (_lock)
        {
            all = [.. _stories.Values];
        }

        return [.. all.Reverse().Where(isWanted).Take(limit)];
    }

    /// <summary>Stories that were begun or continued after a version, in the order of their numbers.</summary>
    public IReadOnlyList<EventStory> ChangedSince(long version)
    {
        lock (_lock)
        {
            return [.. _stories.Values.Where(story => story.Version > version)];
        }
    }

    /// <summary>Ends when there is a change after a version.</summary>
    public Task WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _version > version ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
        }
    }

    private void Change(EventStory story, Func<EventStory, EventStory> change)
    {
        var next = change(story);
        Set(next);
        if (next.State == StoryState.Ended)
        {
            Close(next);
        }

        Tell();
    }

    private void Set(EventStory story) => _stories[story.Number] = story with { Version = ++_version };

    private void Forget(EventStory story)
    {
        _stories.Remove(story.Number);
        Close(story);
    }

    private void Close(EventStory story)
    {
        if (story.EventId is { } id && _open.TryGetValue((story.Pixel, story.EventName, id), out var number) && number == story.Number)
        {
            _open.Remove((story.Pixel, story.EventName, id));
        }
    }

    private void Tell()
    {
        var told = _changed;
        _changed = New();
        told.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
