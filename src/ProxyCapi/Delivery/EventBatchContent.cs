using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ProxyCapi.Delivery;

/// <summary>
/// The request's body, streamed from the stored events without writing them anew: <c>{"data":[…],"test_event_code":…}</c> (meta-capi.md
/// section 1.1).
/// </summary>
internal sealed class EventBatchContent : HttpContent
{
    private static readonly byte[] Head = [.. """{"data":["""u8];
    private static readonly byte[] Comma = [.. ","u8];
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _events;
    private readonly byte[] _tail;

    /// <param name="events">Each one JSON object.</param>
    /// <param name="testEventCode">Code of the Test Events tab, if any.</param>
    /// <param name="appSecretProof">Proof that the caller knows the app's secret, if any.</param>
    public EventBatchContent(IReadOnlyList<ReadOnlyMemory<byte>> events, string? testEventCode, string? appSecretProof)
    {
        _events = events;
        _tail = Tail(testEventCode, appSecretProof);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether bytes have gone out: from then on a failure leaves the outcome unknown.</summary>
    public bool HasStarted { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasStarted = true;
        await stream.WriteAsync(Head, cancellationToken);
        for (var i = 0; i < _events.Count; i++)
        {
            if (i > 0)
            {
                await stream.WriteAsync(Comma, cancellationToken);
            }

            await stream.WriteAsync(_events[i], cancellationToken);
        }

        await stream.WriteAsync(_tail, cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = Head.Length + _tail.Length + Math.Max(0, _events.Count - 1);
        foreach (var item in _events)
        {
            length += item.Length;
        }

        return true;
    }

    private static byte[] Tail(string? testEventCode, string? appSecretProof)
    {
        using var buffer = new MemoryStream();
        buffer.Write("]"u8);
        Add(buffer, "partner_agent", GraphRequest.PartnerAgent);
        Add(buffer, "test_event_code", testEventCode);
        Add(buffer, "appsecret_proof", appSecretProof);
        buffer.Write("}"u8);
        return buffer.ToArray();
    }

    private static void Add(MemoryStream buffer, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            buffer.Write(","u8);
            buffer.Write(JsonSerializer.SerializeToUtf8Bytes(name));
            buffer.Write(":"u8);
            buffer.Write(JsonSerializer.SerializeToUtf8Bytes(value));
        }
    }
}
