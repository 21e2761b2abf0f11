namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A promise. One that is never kept runs none of its continuations.</summary>
internal sealed class ScriptPromise(long serial) : ScriptObject(serial)
{
    /// <summary>What it was kept with; <see langword="null"/> while it is open.</summary>
    public object? Result { get; private set; }

    /// <summary>What waits for it.</summary>
    public List<Action<object>> Continuations { get; } = [];

    /// <summary>Keeps it, once.</summary>
    public void Resolve(object value)
    {
        if (Result is not null)
        {
            return;
        }

        Result = value;
        foreach (var continuation in Continuations)
        {
            continuation(value);
        }

        Continuations.Clear();
    }
}
