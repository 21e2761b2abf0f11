namespace ProxyCapi.Benchmarks.Hosting;

/// <summary>One configuration for every proxy of a run, as an operator would write it.</summary>
internal static class ProxySettings
{
    private static readonly string[] Observed = ["html30", "html150", "gzip30", "gzip150", "chunked", "slow"];

    public static Dictionary<string, string?> Yarp(string origin) => new()
    {
        ["ReverseProxy:Clusters:origin:Destinations:d:Address"] = origin,
        ["ReverseProxy:Routes:all:ClusterId"] = "origin",
        ["ReverseProxy:Routes:all:Match:Path"] = "/{**rest}",
        // Rules alone, so that their rows say what rules cost.
        ["ReverseProxy:Routes:all:Metadata:ProxyCapi"] = string.Join(", ", Observed.Concat(["purchase30", "api"])),
        ["ReverseProxy:Routes:searched:ClusterId"] = "origin",
        ["ReverseProxy:Routes:searched:Match:Path"] = "/searched/{**rest}",
        ["ReverseProxy:Routes:searched:Metadata:ProxyCapi"] = "discovery",
        ["ReverseProxy:Routes:off:ClusterId"] = "origin",
        ["ReverseProxy:Routes:off:Match:Path"] = "/off/{**rest}",
        ["ReverseProxy:Routes:off:Metadata:ProxyCapi"] = "off",
    };

    public static Dictionary<string, string?> ProxyCapi(string graph)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ProxyCapi:Pixels:main:Id"] = "1234567890",
            ["ProxyCapi:Pixels:main:AccessToken"] = "benchmark",
            ["ProxyCapi:Graph:BaseAddress"] = graph,
        };

        // Observed and copied, but no conversion: the price of looking.
        foreach (var page in Observed)
        {
            var rule = $"ProxyCapi:Rules:{page}:";
            settings[rule + "Event"] = "Purchase";
            settings[rule + "Match:Path"] = "/" + page;
            settings[rule + "When:0"] = "response-header:x-paid";
            settings[rule + "CustomData:value"] = "{css:.sum .amount|money}";
            settings[rule + "CustomData:currency"] = "EUR";
        }

        // Everything: parsed, turned into an event, stored, sent.
        settings["ProxyCapi:Rules:purchase30:Event"] = "Purchase";
        settings["ProxyCapi:Rules:purchase30:Match:Path"] = "/purchase30";
        settings["ProxyCapi:Rules:purchase30:CustomData:value"] = "{css:.sum .amount|money}";
        settings["ProxyCapi:Rules:purchase30:CustomData:currency"] = "EUR";
        settings["ProxyCapi:Rules:purchase30:CustomData:order_id"] = "{header:x-order}";
        settings["ProxyCapi:Rules:api:Event"] = "Purchase";
        settings["ProxyCapi:Rules:api:Match:Path"] = "/api/orders";
        settings["ProxyCapi:Rules:api:CustomData:value"] = "{json:order.total.amount|scale:0.01}";
        settings["ProxyCapi:Rules:api:CustomData:currency"] = "{json:order.total.currency}";
        settings["ProxyCapi:Rules:api:CustomData:order_id"] = "{header:x-order}";
        settings["ProxyCapi:Rules:api:UserData:em"] = "{request-json:email}";
        return settings;
    }
}
