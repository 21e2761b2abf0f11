namespace ProxyCapi.Delivery;

/// <summary>
/// The time that reading and sending have for themselves at a stop. The server stops first and waits for open requests: one stream that stays open
/// uses up all the time that the host gives (<c>HostOptions.ShutdownTimeout</c>), and nothing would be left for what they have proved.
/// </summary>
/// <param name="length">How long it is: <c>Delivery:DrainTimeout</c>.</param>
/// <param name="time">Its clock.</param>
internal sealed class StopReserve(Func<TimeSpan> length, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _reserve;

    /// <summary>Follows one service's stop. The reserve begins with the first call and is one for all.</summary>
    /// <param name="hostsTime">Fires when the host's time is over.</param>
    /// <returns>Its token fires when the host's time and the reserve are both over.</returns>
    public StopTime Follow(CancellationToken hostsTime)
    {
        lock (_lock)
        {
            _reserve ??= new CancellationTokenSource(length(), time);
            return new StopTime(hostsTime, _reserve.Token);
        }
    }

    public void Dispose() => _reserve?.Dispose();
}
