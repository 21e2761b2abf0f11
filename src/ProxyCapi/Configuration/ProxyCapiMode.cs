namespace ProxyCapi.Configuration;

/// <summary>What ProxyCapi does with the conversions it could see.</summary>
public enum ProxyCapiMode
{
    /// <summary>Events are built and sent to Meta.</summary>
    Live,

    /// <summary>
    /// Events are built and checked, and end there: nothing is stored or sent, and what waits from <see cref="Live"/> is kept. The way to try rules on
    /// live traffic.
    /// </summary>
    Shadow,

    /// <summary>Nothing is looked at.</summary>
    Off,
}
