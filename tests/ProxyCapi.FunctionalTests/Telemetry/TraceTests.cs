using System.Text;
using GraphEmulator.Faults;
using ProxyCapi.FunctionalTests.EndToEnd;

namespace ProxyCapi.FunctionalTests.Telemetry;

/// <summary>Traces as a collector gets them.</summary>
public sealed class TraceTests
{
    private const string Source = "ProxyCapi";
    private const string ExportSoon = "--OTEL_BSP_SCHEDULE_DELAY=100";

    [Theory]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT={0}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf")]
    [InlineData("--OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={0}v1/traces", "--OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf")]
    public async Task Purchase_ExportedByOtlp_LeadsFromThePageToTheSend_AndNamesNobody(string endpoint, string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var stack = await ShopStack.StartAsync(endpoint.Replace("{0}", collector.Address.AbsoluteUri, StringComparison.Ordinal), protocol, ExportSoon);
        using var visitor = stack.Visit();

        await visitor.BuyAsync();
        await stack.SettleAsync();
        await collector.WaitUntilAsync(spans => spans.Any(IsSend) && spans.Any(span => span.Name == "proxycapi event"), stack.Patience);

        var spans = collector.Spans;
        var made = Assert.Single(spans, span => span.Name == "proxycapi event" && span.Attributes["proxycapi.event.name"] == "Purchase");
        var exchange = Assert.Single(spans, span => span.SpanId == made.ParentId);
        var page = await PageOfAsync(collector, exchange, stack.Patience);
        Assert.Equal((Source, "proxycapi exchange"), (exchange.Source, exchange.Name));
        Assert.Equal("Microsoft.AspNetCore", page.Source);
        Assert.Equal((page.TraceId, page.TraceId), (exchange.TraceId, made.TraceId));
        var send = Assert.Single(spans, IsSend);
        Assert.Equal((made.TraceId, made.SpanId), Assert.Single(send.Links));
        Assert.NotEqual(page.TraceId, send.TraceId);
        AssertNobodyIn(collector.Bytes);
    }

    [Fact]
    public async Task Event_SentByTheNextProcess_StillLinksToItsPage()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var data = Directory.CreateTempSubdirectory("proxycapi-traces-");
        try
        {
            await using (var first = await StartAsync(collector, $"--ProxyCapi:DataDirectory={data.FullName}"))
            {
                first.Emulator.Faults.Add(GraphFault.Error(503, 2));
                using var visitor = first.Visit();
                await visitor.BuyAsync();
                await first.Books.WaitUntilAsync(() => first.Books.EventsCreated == 1, first.Patience);
            }

            var made = Assert.Single(collector.Spans, span => span.Name == "proxycapi event");
            await using var second = await StartAsync(collector, $"--ProxyCapi:DataDirectory={data.FullName}");
            await collector.WaitUntilAsync(spans => spans.Any(span => IsSend(span) && span.Attributes["proxycapi.send.result"] == "ok"), second.Patience);

            var send = Assert.Single(collector.Spans, span => IsSend(span) && span.Attributes["proxycapi.send.result"] == "ok");
            Assert.Equal((made.TraceId, made.SpanId), Assert.Single(send.Links));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task<ShopStack> StartAsync(OtlpReceiver collector, params string[] settings) => ShopStack.StartAsync(
        [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", ExportSoon, .. settings]);

    private static bool IsSend(OtlpSpan span) => span.Name == "proxycapi send";

    // The page's own span ends with the request, and may be exported after those that hang on it.
    private static async Task<OtlpSpan> PageOfAsync(OtlpReceiver collector, OtlpSpan exchange, CancellationToken cancellationToken)
    {
        await collector.WaitUntilAsync(spans => spans.Any(span => span.SpanId == exchange.ParentId), cancellationToken);
        return collector.Spans.Single(span => span.SpanId == exchange.ParentId);
    }

    private static void AssertNobodyIn(byte[] exported)
    {
        var text = Encoding.UTF8.GetString(exported);
        foreach (var secret in new[] { "grace", "example.com", "7946", "EC1A", Visitor.Address, "1234567890.", "IwAR0abc", "not-a-token" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }
}
