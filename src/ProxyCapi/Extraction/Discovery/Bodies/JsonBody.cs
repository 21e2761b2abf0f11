using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>An API's answer with what its shapes look at.</summary>
/// <param name="Page">The exchange.</param>
/// <param name="Answer">The answer.</param>
internal sealed record JsonBody(DiscoveredPage Page, JObject Answer)
{
    /// <summary>The request's path in lower case, without a slash at the end.</summary>
    public string Path { get; } = Page.Document.Exchange.Path.TrimEnd('/').ToLowerInvariant();

    /// <summary>The request's body, if it is an object.</summary>
    public JObject? Request => Page.Document.RequestJson as JObject;
}
