namespace ProxyCapi.Delivery;

/// <summary>The time that a service has for its stop. Ends when both of its parts have ended.</summary>
internal sealed class StopTime : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _first;
    private readonly CancellationTokenRegistration _second;
    private int _running = 2;

    public StopTime(CancellationToken first, CancellationToken second)
    {
        _first = first.Register(OneIsOver);
        _second = second.Register(OneIsOver);
    }

    /// <summary>Fires at its end.</summary>
    public CancellationToken Token => _over.Token;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _over.Dispose();
    }

    private void OneIsOver()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _over.Cancel();
        }
    }
}
