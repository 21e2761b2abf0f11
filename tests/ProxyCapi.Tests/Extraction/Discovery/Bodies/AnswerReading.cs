using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

/// <summary>Reads an API's answer with all sources there are.</summary>
internal static class AnswerReading
{
    /// <summary>The answer to a request that was posted.</summary>
    public static TestExchange Posted(string path, string answer, string? request = null, int status = 200) => new()
    {
        Method = "POST",
        Path = path,
        Status = status,
        RequestBody = request is null ? CapturedBody.Empty : TestExchange.Body(request, "application/json"),
        ResponseBody = TestExchange.Body(answer, "application/json; charset=utf-8"),
    };

    public static DiscoveryResult Read(this TestExchange exchange) =>
        new DiscoveryReader(DiscoverySources.All).Read(
            new DiscoveredPage(new ExchangeDocument(exchange.Build(), new CaptureOptions()), new DiscoverySettings(MetaVocabulary.StandardEvents.ToHashSet(StringComparer.Ordinal), null, new HashSet<string>())),
            (source, exception) => Assert.Fail($"{source.GetType().Name}: {exception}"));

    /// <summary>The only conversion, in one line: name, order, value, currency and lines.</summary>
    public static string One(this TestExchange exchange)
    {
        var conversion = Assert.Single(exchange.Read().Conversions);
        return string.Join(' ', [conversion.EventName, Custom(conversion, "order_id"), Custom(conversion, "value"), Custom(conversion, "currency"), .. conversion.Contents.Select(Line)]);
    }

    /// <summary>Asserts that nothing is sent, and gives back the reasons.</summary>
    public static string Nothing(this TestExchange exchange)
    {
        var result = exchange.Read();
        Assert.Empty(result.Conversions);
        return string.Join(' ', result.Findings.Rejections.Select(rejection => rejection.Reason));
    }

    private static string Custom(Conversion conversion, string key) => conversion.CustomData.TryGetValue(key, out var value) ? value.Text : "-";

    private static string Line(ContentItem item) =>
        string.Join('/', new[] { "id", "quantity", "item_price" }.Select(key => item.Fields.TryGetValue(key, out var value) ? value.Text : "-"));
}
