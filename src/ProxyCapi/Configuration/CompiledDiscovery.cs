using ProxyCapi.Capture;
using ProxyCapi.Extraction.Discovery.Markers;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Configuration;

/// <summary>Discovery, checked and ready to run; there is none where it is off.</summary>
internal sealed class CompiledDiscovery
{
    private readonly ByteMarkers _html;
    private readonly ByteMarkers _json;

    /// <param name="options">The options, checked and complete.</param>
    public CompiledDiscovery(DiscoveryOptions options)
    {
        Events = options.Events.ToHashSet(StringComparer.Ordinal);
        DataLayer = string.IsNullOrWhiteSpace(options.DataLayer) ? null : options.DataLayer;
        _html = DiscoveryMarkers.Html(options.Events, options.Markers);
        _json = DiscoveryMarkers.Json(options.Markers);
    }

    /// <summary>The name by which a YARP route's metadata asks for discovery beside the rules that it names.</summary>
    public const string RouteName = "discovery";

    /// <summary>The events that may be reported.</summary>
    public IReadOnlySet<string> Events { get; }

    /// <summary>Name of the data layer, if the operator gave one.</summary>
    public string? DataLayer { get; }

    /// <summary>Which answers are looked at.</summary>
    public ResponseGate Gate { get; } = ResponseGate.Create(new RuleMatchOptions(), "", []);

    /// <summary>What an answer is worth whose bytes cannot be looked at: a class of <see cref="ExchangePriority"/>, plus one.</summary>
    /// <param name="path">The request's path.</param>
    public static int PromiseOf(ReadOnlySpan<char> path) => DiscoveryMarkers.OfPath(path);

    /// <summary>Whether an answer's bytes cannot be looked at as they are, for they are UTF-16.</summary>
    /// <param name="contentType">The answer's <c>Content-Type</c>, as sent.</param>
    public static bool IsWide(string? contentType) => TextDecoder.IsWide(contentType);

    /// <summary>What stands in an answer that could hold a conversion.</summary>
    /// <param name="contentType">The answer's <c>Content-Type</c>, as sent.</param>
    public ByteMarkers MarkersOf(string? contentType) =>
        MediaTypePattern.WithoutParameters(contentType).EndsWith("json", StringComparison.OrdinalIgnoreCase) ? _json : _html;
}
