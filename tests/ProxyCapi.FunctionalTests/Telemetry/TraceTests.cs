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

        var order = await visitor.BuyAsync();
        using var strange = await stack.Gateway.Client.GetAsync(new Uri("/unsubscribe/grace@example.com?token=s3cr3t", UriKind.Relative));
        await stack.SettleAsync();

        var (page, exchange, made) = await FindAsync(collector, order, stack.Patience);
        Assert.Equal((Source, "proxycapi exchange", Source, "proxycapi event"), (exchange.Source, exchange.Name, made.Source, made.Name));
        Assert.Equal((page.TraceId, page.TraceId), (exchange.TraceId, made.TraceId));
        Assert.Equal("Purchase", made.Attributes["proxycapi.event.name"]);
        var send = await SendOfAsync(collector, made, stack.Patience);
        Assert.NotEqual(page.TraceId, send.TraceId);
        await collector.WaitUntilAsync(all => all.Any(span => span.Attributes.GetValueOrDefault("url.path")?.StartsWith("/unsubscribe/", StringComparison.Ordinal) == true), stack.Patience);
        AssertNobodyIn(collector.Bytes);
    }

    [Fact]
    public async Task Event_SentByTheNextProcess_StillLinksToItsPage()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var data = Directory.CreateTempSubdirectory("proxycapi-traces-");
        PlacedOrder order;
        try
        {
            await using (var first = await StartAsync(collector, $"--ProxyCapi:DataDirectory={data.FullName}"))
            {
                first.Emulator.Faults.Add(GraphFault.Error(503, 2));
                using var visitor = first.Visit();
                order = await visitor.BuyAsync();
                await first.Books.WaitUntilAsync(() => first.Books.EventsCreated == 1, first.Patience);
            }

            await using var second = await StartAsync(collector, $"--ProxyCapi:DataDirectory={data.FullName}");
            var (_, _, made) = await FindAsync(collector, order, second.Patience);
            var send = await SendOfAsync(collector, made, second.Patience);
            Assert.Equal("ok", send.Attributes["proxycapi.send.result"]);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task<ShopStack> StartAsync(OtlpReceiver collector, params string[] settings) => ShopStack.StartAsync(
        [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", ExportSoon, .. settings]);

    /// <summary>
    /// The spans of an order's page, of its reading, and of its event. Spans of every test that runs beside this one come here too, so they are found by the
    /// order's own address.
    /// </summary>
    private static async Task<(OtlpSpan Page, OtlpSpan Exchange, OtlpSpan Event)> FindAsync(OtlpReceiver collector, PlacedOrder order, CancellationToken cancellationToken)
    {
        await collector.WaitUntilAsync(spans => Find(spans) is not null, cancellationToken);
        return Find(collector.Spans)!.Value;

        (OtlpSpan, OtlpSpan, OtlpSpan)? Find(IReadOnlyList<OtlpSpan> spans)
        {
            foreach (var exchange in spans.Where(span => span.Name == "proxycapi exchange"))
            {
                if (spans.FirstOrDefault(span => span.SpanId == exchange.ParentId && span.Attributes.GetValueOrDefault("url.path") == order.Path) is { } page
                    && spans.FirstOrDefault(span => span.ParentId == exchange.SpanId) is { } made)
                {
                    return (page, exchange, made);
                }
            }

            return null;
        }
    }

    // The one that was taken: an attempt that failed links to the event as well.
    private static async Task<OtlpSpan> SendOfAsync(OtlpReceiver collector, OtlpSpan made, CancellationToken cancellationToken)
    {
        await collector.WaitUntilAsync(spans => spans.Any(IsIt), cancellationToken);
        return collector.Spans.First(IsIt);

        bool IsIt(OtlpSpan span) => span.Name == "proxycapi send" && span.Links.Contains((made.TraceId, made.SpanId)) && span.Attributes["proxycapi.send.result"] == "ok";
    }

    private static void AssertNobodyIn(byte[] exported)
    {
        var text = Encoding.UTF8.GetString(exported);
        foreach (var secret in new[] { "grace", "example.com", "7946", "EC1A", Visitor.Address, "1234567890.", "IwAR0abc", "not-a-token", "s3cr3t", Visitor.UserAgent })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }
}
