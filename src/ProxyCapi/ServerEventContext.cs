using ProxyCapi.Conversions;

namespace ProxyCapi;

/// <summary>An event on its way to the queue, as an <see cref="IServerEventProcessor"/> sees it.</summary>
public sealed class ServerEventContext
{
    internal ServerEventContext(ServerEvent serverEvent, string pixel, string source)
    {
        Event = serverEvent;
        Pixel = pixel;
        Source = source;
    }

    /// <summary>The event. Changes to it are sent; what Meta would refuse is dropped afterwards like any other invalid event.</summary>
    public ServerEvent Event { get; }

    /// <summary>The pixel's name in the configuration.</summary>
    public string Pixel { get; }

    /// <summary>The rule that found the event.</summary>
    public string Source { get; }

    /// <summary>Whether a processor has vetoed the event.</summary>
    public bool IsVetoed { get; private set; }

    /// <summary>The event is not queued; it is counted with the reason <c>vetoed</c>.</summary>
    public void Veto() => IsVetoed = true;
}
