namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>An answer that several ask for at once, and again a moment later: it is worked out once in two seconds.</summary>
internal sealed class ShortMemory(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<object>? _answer;
    private long _askedAt;

    /// <summary>The last answer, or a new one. What failed is asked anew.</summary>
    public Task<object> GetAsync(Func<Task<object>> ask)
    {
        lock (_lock)
        {
            if (_answer is null || _answer.IsFaulted || time.GetElapsedTime(_askedAt) >= Kept)
            {
                _askedAt = time.GetTimestamp();
                _answer = Task.Run(ask);
            }

            return _answer;
        }
    }
}
