namespace ProxyCapi.Storage;

/// <summary>One change that waits for the writer.</summary>
internal abstract class StoreWork
{
    /// <summary>Bytes that it writes, about.</summary>
    public int Bytes { get; init; }

    /// <summary>
    /// It adds rows. On a full disk it is refused: the little room that is left is for what marks, settles and deletes, so that the store empties.
    /// </summary>
    public bool Grows { get; init; }

    /// <summary>
    /// It must happen, however late: it says what has become of events that were sent. While the store cannot be written to it is remembered,
    /// and whoever asked goes on; a crash before it is written leaves those events in doubt.
    /// </summary>
    public bool IsSettlement { get; init; }

    /// <summary>Whether whoever asked for it was answered.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Makes the change, inside the writer's transaction. May be called again after a roll-back, or after a commit whose end nobody knows.</summary>
    public abstract void Apply(StoreSession session);

    /// <summary>The change is on disk.</summary>
    public abstract void Committed();

    /// <summary>A settlement is remembered.</summary>
    public abstract void Remembered();

    /// <summary>The change did not happen.</summary>
    public abstract void Failed(Exception exception);
}

/// <summary>A change with a result.</summary>
/// <param name="apply">Makes it.</param>
internal sealed class StoreWork<T>(Func<StoreSession, T> apply) : StoreWork
{
    // Continuations run elsewhere: the writer has the next group to write.
    private readonly TaskCompletionSource<T?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Runs on the writer's thread as soon as the change is on disk.</summary>
    public Action<T?>? OnCommitted { get; init; }

    /// <summary>Ends when the change is on disk (or, for a settlement, remembered).</summary>
    public Task<T?> Done => _done.Task;

    public override bool IsDone => _done.Task.IsCompleted;

    public override void Apply(StoreSession session) => _result = apply(session);

    public override void Committed()
    {
        OnCommitted?.Invoke(_result);
        _done.TrySetResult(_result);
    }

    public override void Remembered() => _done.TrySetResult(default);

    public override void Failed(Exception exception) => _done.TrySetException(exception);
}
