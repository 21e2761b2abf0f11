namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>Lets events pass, or holds them until they are let go.</summary>
internal sealed class HeldProcessor : IServerEventProcessor
{
    private volatile TaskCompletionSource? _hold;

    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        var hold = _hold;
        _hold = null;
        hold?.TrySetResult();
    }

    public ValueTask ProcessAsync(ServerEventContext context, CancellationToken cancellationToken) => _hold is { } hold ? new(hold.Task) : default;
}
