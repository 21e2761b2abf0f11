using System.Net;
using System.Text;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Extraction;

/// <summary>A request and its answer, as a test describes them.</summary>
internal sealed record TestExchange
{
    public string Method { get; init; } = "GET";

    public string Scheme { get; init; } = "https";

    public string Host { get; init; } = "shop.example";

    public string Path { get; init; } = "/thanks/1001";

    public string Query { get; init; } = "";

    public int Status { get; init; } = 200;

    public DateTimeOffset ReceivedAt { get; init; } = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);

    public string? ClientAddress { get; init; } = "203.0.113.7";

    public IReadOnlyList<(string Name, string Value)> RequestHeaders { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> ResponseHeaders { get; init; } = [];

    public CapturedBody RequestBody { get; init; } = CapturedBody.Empty;

    public CapturedBody ResponseBody { get; init; } = CapturedBody.Empty;

    /// <summary>Set where the answer may be searched without a rule.</summary>
    public CompiledDiscovery? Discovery { get; init; }

    public IReadOnlyDictionary<string, string> RouteValues { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public static TestExchange Page(string html) => new() { ResponseBody = Body(html, "text/html; charset=utf-8") };

    public static TestExchange Answer(string json, string contentType = "application/json") => new() { ResponseBody = Body(json, contentType) };

    public static TestExchange Posted(string body, string contentType) => new() { Method = "POST", RequestBody = Body(body, contentType) };

    public static CapturedBody Body(string text, string? contentType) => CapturedBody.FromBytes(Encoding.UTF8.GetBytes(text), contentType);

    public Exchange Build(params CompiledRule[] rules) => new()
    {
        ReceivedAt = ReceivedAt,
        Method = Method,
        Scheme = Scheme,
        Host = Host,
        Path = Path,
        QueryString = Query,
        RemoteIpAddress = ClientAddress is null ? null : IPAddress.Parse(ClientAddress),
        RequestHeaders = Fields(RequestHeaders),
        StatusCode = Status,
        ResponseHeaders = Fields(ResponseHeaders),
        RequestBody = RequestBody,
        ResponseBody = ResponseBody,
        Discovery = Discovery,
        Matches = [.. rules.Select(rule => new RuleMatch(rule, RouteValues))],
    };

    private static ReadOnlyFields<StringValues> Fields(IReadOnlyList<(string Name, string Value)> headers) =>
        new([.. headers.Select(header => KeyValuePair.Create(header.Name, new StringValues(header.Value)))], headers.Count);
}
