using System.Text;

namespace ProxyCapi.FunctionalTests.Telemetry;

/// <summary>A span as OTLP carries it (opentelemetry/proto/trace/v1/trace.proto).</summary>
/// <param name="Source">The instrumentation scope's name.</param>
/// <param name="Name">The span's name.</param>
/// <param name="TraceId">Its trace, in hex.</param>
/// <param name="SpanId">Its id, in hex.</param>
/// <param name="ParentId">Its parent's id, in hex; empty for a root.</param>
/// <param name="Links">The spans it links to, as trace and span id in hex.</param>
/// <param name="Attributes">Its attributes that are text.</param>
internal sealed record OtlpSpan(
    string Source, string Name, string TraceId, string SpanId, string ParentId, IReadOnlyList<(string TraceId, string SpanId)> Links, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The spans of an export request: resource_spans (1), scope_spans (2), scope (1) and spans (2).</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resource in Messages(request, 1)
        from scope in Messages(resource, 2)
        let source = Text(Messages(scope, 1).SelectMany(field => Messages(field, 1)).FirstOrDefault())
        from span in Messages(scope, 2)
        select Read(source, span);

    private static OtlpSpan Read(string source, ReadOnlyMemory<byte> span) => new(
        source,
        Text(Messages(span, 5).FirstOrDefault()),
        Hex(Messages(span, 1).FirstOrDefault()),
        Hex(Messages(span, 2).FirstOrDefault()),
        Hex(Messages(span, 4).FirstOrDefault()),
        [.. Messages(span, 13).Select(link => (Hex(Messages(link, 1).First()), Hex(Messages(link, 2).First())))],
        Messages(span, 9).ToLookup(pair => Text(Messages(pair, 1).First()), pair => Text(Messages(pair, 2).SelectMany(value => Messages(value, 1)).FirstOrDefault()))
            .ToDictionary(group => group.Key, group => group.First()));

    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int number) =>
        ProtobufField.ReadAll(message).Where(field => field.Number == number).Select(field => field.Bytes);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
