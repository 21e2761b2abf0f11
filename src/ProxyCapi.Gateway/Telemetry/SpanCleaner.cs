using System.Diagnostics;
using OpenTelemetry;
using ProxyCapi.Conversions.Urls;

namespace ProxyCapi.Gateway.Telemetry;

/// <summary>
/// Takes out of spans what could tell who a visitor is, before anything is exported: addresses of a shop carry e-mail addresses, tokens and order keys,
/// and the instrumentations redact their queries alone.
/// </summary>
internal sealed class SpanCleaner : BaseProcessor<Activity>
{
    // A host that nobody has: the cleaner takes whole addresses.
    private const string Anywhere = "http://any.invalid";

    private static readonly string[] Personal = ["user_agent.original", "http.user_agent", "client.address", "http.client_ip", "network.peer.address", "net.peer.ip", "url.query"];
    private static readonly string[] Addresses = ["url.full", "http.url"];
    private static readonly string[] Paths = ["url.path", "http.target"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Personal)
        {
            Change(data, name, _ => null);
        }

        foreach (var name in Addresses)
        {
            Change(data, name, address => UrlCleaner.Clean(address));
        }

        foreach (var name in Paths)
        {
            Change(data, name, path => UrlCleaner.Clean(Anywhere + path)?[Anywhere.Length..]);
        }
    }

    private static void Change(Activity activity, string name, Func<string, string?> clean)
    {
        if (activity.GetTagItem(name) is string value)
        {
            activity.SetTag(name, clean(value));
        }
    }
}
