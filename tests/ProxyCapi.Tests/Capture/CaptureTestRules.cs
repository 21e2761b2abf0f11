using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Extraction;

namespace ProxyCapi.Tests.Capture;

/// <summary>Rules and requests for the tests of Capture; what a rule reads is of no interest here, only which bodies it needs.</summary>
internal static class CaptureTestRules
{
    public static CompiledRule Rule(string name = "purchase", string eventName = "Purchase", RuleMatchOptions? match = null, bool request = false, bool response = true, TimeSpan? awaitDurable = null)
    {
        var failures = new List<ConfigurationFailure>();
        var rule = new CompiledRule
        {
            Name = name,
            EventName = eventName,
            AwaitDurable = awaitDurable,
            Request = RequestMatcher.Create(match ?? new(), "Match", failures),
            Gate = ResponseGate.Create(match ?? new(), "Match", failures),
            Reader = Reader(request, response),
        };
        Assert.Empty(failures);
        return rule;
    }

    public static RuleSet RuleSet(ProxyCapiOptions options, params CompiledRule[] rules) =>
        new() { Options = options, Rules = [.. rules], Pixels = ImmutableDictionary<string, CompiledPixel>.Empty };

    public static Exchange Exchange(string eventName, byte[]? body = null) => new()
    {
        ReceivedAt = default,
        Method = "GET",
        Scheme = "https",
        Host = "shop.example",
        Path = "/",
        QueryString = "",
        RequestHeaders = ReadOnlyFields<StringValues>.Empty,
        StatusCode = 200,
        ResponseHeaders = ReadOnlyFields<StringValues>.Empty,
        ResponseBody = body is null ? CapturedBody.Empty : CapturedBody.FromBytes(body, "text/html"),
        Matches = [new RuleMatch(Rule(eventName: eventName), ReadOnlyFields<string>.Empty)],
    };

    public static HttpRequest Request(string target, string method = "GET", string host = "shop.example", string pathBase = "", params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        request.Method = method;
        request.Host = new HostString(host);
        request.PathBase = pathBase;
        request.Path = Uri.UnescapeDataString(query < 0 ? target : target[..query]);
        request.QueryString = new QueryString(query < 0 ? "" : target[query..]);
        foreach (var (name, value) in headers)
        {
            request.Headers.Append(name, value);
        }

        return request;
    }

    private static ConversionReader Reader(bool request, bool response)
    {
        var reader = (ConversionReader)RuntimeHelpers.GetUninitializedObject(typeof(ConversionReader));
        typeof(ConversionReader).GetProperty(nameof(ConversionReader.NeedsRequestBody))!.SetValue(reader, request);
        typeof(ConversionReader).GetProperty(nameof(ConversionReader.NeedsResponseBody))!.SetValue(reader, response);
        return reader;
    }
}
