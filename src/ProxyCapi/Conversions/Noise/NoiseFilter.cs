using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Conversions.Noise;

/// <summary>Finds exchanges with no customer behind them (design.md section 6, point 1). Prefetches never get here: Capture knows them.</summary>
internal sealed class NoiseFilter(NoiseOptions options, ForwardingProxies clients)
{
    private readonly NetworkList _networks = new(options.Networks);
    private readonly ValuePattern[] _paths = [.. options.Paths.Select(path => new ValuePattern(path))];

    /// <summary>Why an event of this exchange proves nothing, or <see langword="null"/>.</summary>
    public EventReason? Find(string eventName, Exchange exchange)
    {
        if (options.Networks.Count > 0 && _networks.Contains(clients.ClientOf(exchange) ?? exchange.RemoteIpAddress))
        {
            return EventReason.Network;
        }

        if (Array.Exists(_paths, path => path.IsMatch(exchange.Path)))
        {
            return EventReason.Path;
        }

        // Somebody paid, whatever called itself what.
        if (!options.DropCrawlers || (eventName == "Purchase" && !options.DropCrawlerPurchases))
        {
            return null;
        }

        var agent = exchange.RequestHeaders.TryGetValue(HeaderNames.UserAgent, out var values) ? values.ToString() : "";
        return string.IsNullOrWhiteSpace(agent) ? EventReason.NoUserAgent : CrawlerAgents.IsMatch(agent) ? EventReason.Bot : null;
    }
}
