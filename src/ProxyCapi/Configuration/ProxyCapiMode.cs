namespace ProxyCapi.Configuration;

/// <summary>What ProxyCapi does with the conversions it could see.</summary>
public enum ProxyCapiMode
{
    /// <summary>Events are built and sent to Meta.</summary>
    Live,

    /// <summary>Everything happens but the call to Meta: the way to try rules on live traffic.</summary>
    Shadow,

    /// <summary>Nothing is looked at.</summary>
    Off,
}
