using System.Net;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions.Noise;

namespace ProxyCapi.Gateway.Settings;

/// <summary>Reads section <c>Gateway</c> and finds everything that is wrong with it.</summary>
internal sealed class GatewaySettingsReader(IConfiguration configuration)
{
    /// <summary>ASP.NET's switch that believes forwarded headers of everyone.</summary>
    private const string TrustEveryoneKey = "ForwardedHeaders_Enabled";

    private static readonly string[] Names =
        [nameof(GatewaySettings.Origin), nameof(GatewaySettings.PreserveHost), nameof(GatewaySettings.TrustedProxies)];

    private readonly IConfigurationSection _section = configuration.GetSection(GatewaySettings.SectionName);
    private readonly List<ConfigurationFailure> _failures = [];

    /// <summary>Reads everything.</summary>
    public GatewaySettings Read()
    {
        CheckNames();
        CheckForms();
        CheckTrustEveryone();
        return new()
        {
            Origin = ReadOrigin(),
            PreserveHost = ReadPreserveHost(),
            TrustedProxies = ReadTrustedProxies(),
            Failures = _failures,
        };
    }

    private void CheckNames()
    {
        foreach (var child in _section.GetChildren())
        {
            if (!Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                Fail(child.Path, "There is no such option.", NearestName.Find(child.Key, Names) is { } near
                    ? $"Did you mean {near}?"
                    : $"Remove it, or use one of {string.Join(", ", Names)}.");
            }
        }
    }

    private void CheckForms()
    {
        var hasOrigin = !string.IsNullOrWhiteSpace(_section[nameof(GatewaySettings.Origin)]);
        var hasReverseProxy = configuration.GetSection(GatewaySettings.ReverseProxySectionName).GetChildren().Any();
        if (hasOrigin && hasReverseProxy)
        {
            Fail(_section.Path + ":Origin", "There is a section ReverseProxy as well; the two contradict each other.",
                "Keep Gateway:Origin to send everything to one site, or remove it and keep ReverseProxy.");
        }
        else if (!hasOrigin && !hasReverseProxy)
        {
            Fail(_section.Path + ":Origin", "Nothing says which site stands behind the gateway.",
                "Write the site's address, http://localhost:5080 for example, or a section ReverseProxy as in any YARP application.");
        }

        if (hasReverseProxy && _section[nameof(GatewaySettings.PreserveHost)] is not null)
        {
            Fail(_section.Path + ":PreserveHost", "It only acts on Gateway:Origin, and there is a section ReverseProxy.",
                "Remove it, and give the route the transform { \"RequestHeaderOriginalHost\": \"true\" }.");
        }
    }

    /// <summary>ASP.NET would put its own middleware in front of ours, and every client could choose its address.</summary>
    private void CheckTrustEveryone()
    {
        if (string.Equals(configuration[TrustEveryoneKey], "true", StringComparison.OrdinalIgnoreCase))
        {
            Fail(TrustEveryoneKey, "It makes ASP.NET believe the X-Forwarded-For of everyone, so a client could choose its own address.",
                "Remove it (environment: ASPNETCORE_FORWARDEDHEADERS_ENABLED) and name your proxies in Gateway:TrustedProxies.");
        }
    }

    private Uri? ReadOrigin()
    {
        if (_section[nameof(GatewaySettings.Origin)] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (origin.Scheme == Uri.UriSchemeHttp || origin.Scheme == Uri.UriSchemeHttps)
            && origin.UserInfo.Length == 0 && origin.Query.Length == 0 && origin.Fragment.Length == 0)
        {
            return origin;
        }

        Fail(_section.Path + ":Origin", "It is not the address of a site.",
            "Write scheme, host and port, and a path if the site has one: http://localhost:5080 or https://shop.internal.");
        return null;
    }

    private bool ReadPreserveHost()
    {
        var text = _section[nameof(GatewaySettings.PreserveHost)];
        if (text is null || bool.TryParse(text, out _))
        {
            return text is null || bool.Parse(text);
        }

        Fail(_section.Path + ":PreserveHost", "It is neither true nor false.", "Write true or false.");
        return true;
    }

    private List<IPNetwork> ReadTrustedProxies()
    {
        var list = _section.GetSection(nameof(GatewaySettings.TrustedProxies));
        var entries = list.GetChildren().Append(list)
            .Where(entry => entry.Value is not null)
            .SelectMany(entry => entry.Value!.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text => (entry.Path, Text: text)));
        List<IPNetwork> networks = [];
        foreach (var (path, text) in entries)
        {
            if (!NetworkList.TryParse(text, out var network))
            {
                Fail(path, "It is neither an IP address nor a network.",
                    "Write 10.1.2.3, 2001:db8::7, 10.0.0.0/8 or fd00::/8.");
            }
            else if (network.PrefixLength == 0)
            {
                Fail(path, "It trusts everyone, so a client could choose its own address.", "Name the networks your proxies stand in.");
            }
            else
            {
                networks.Add(network);
            }
        }

        return networks;
    }

    private void Fail(string path, string problem, string cure) => _failures.Add(new(path, problem, cure));
}
