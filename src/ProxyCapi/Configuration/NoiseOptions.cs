namespace ProxyCapi.Configuration;

/// <summary>Exchanges that prove nothing because no customer is behind them.</summary>
public sealed class NoiseOptions
{
    /// <summary>Networks (<c>10.0.0.0/8</c>, <c>2001:db8::/32</c>) or addresses of staff, monitoring and health checks.</summary>
    /// <value>The default value is empty.</value>
    public List<string> Networks { get; set; } = [];

    /// <summary>Paths that never make an event; <c>*</c> is any run of characters, case counts: <c>/healthz</c>, <c>/staging/*</c>.</summary>
    /// <value>The default value is empty.</value>
    public List<string> Paths { get; set; } = [];

    /// <summary>Whether known crawlers and requests without a user agent make no events.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool DropCrawlers { get; set; } = true;

    /// <summary>Whether that goes for purchases too: an agent's name is no proof that nobody paid.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool DropCrawlerPurchases { get; set; }
}
