using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphEmulator.Faults;
using GraphEmulator.Judgement;

namespace GraphEmulator.Endpoint;

/// <summary>An answer, whole, before its bytes go out.</summary>
internal sealed record GraphAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? TraceId)
{
    private const string Json = "application/json; charset=UTF-8";

    private const int TraceLength = 22;

    public static GraphAnswer Success(int received, IEnumerable<string> messages) => Write(200, (json, trace) =>
    {
        json.WriteStartObject();
        json.WriteNumber("events_received", received);
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStringValue(message);
        }

        json.WriteEndArray();
        json.WriteString("fbtrace_id", trace);
        json.WriteEndObject();
    });

    public static GraphAnswer Error(GraphError error) => Write(error.Status, error.WriteTo);

    /// <summary>What an <see cref="GraphFaultKind.Answer"/> says.</summary>
    public static GraphAnswer Of(GraphFault fault) => fault.Body is { } body
        ? new(fault.Status, fault.ContentType, Encoding.UTF8.GetBytes(body), null)
        : Error(new(fault.Status, fault.Code, fault.Message ?? "A fault of the emulator") { Subcode = fault.Subcode, IsTransient = fault.IsTransient });

    /// <summary>Half of it.</summary>
    public GraphAnswer Truncate() => this with { Body = Body[..(Body.Length / 2)] };

    /// <summary>Sends it.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="headers">Headers of faults; they win over ours.</param>
    /// <param name="slow">A fault that makes it trickle.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async Task SendAsync(
        HttpResponse response, IEnumerable<KeyValuePair<string, string>> headers, ActiveFault? slow, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        if (Body.Length > 0)
        {
            response.ContentType = ContentType;
        }

        response.ContentLength = Body.Length == 0 && Status is 204 or 205 or 304 ? null : Body.Length;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        if (slow is null)
        {
            await response.Body.WriteAsync(Body, cancellationToken);
            return;
        }

        for (var i = 0; i < Body.Length; i++)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(slow.Removed, cancellationToken);
            await Task.Delay(slow.Fault.Milliseconds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await response.Body.WriteAsync(Body.Slice(i, 1), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private static GraphAnswer Write(int status, Action<Utf8JsonWriter, string> write)
    {
        var trace = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", TraceLength);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, trace);
        }

        return new(status, Json, buffer.WrittenMemory, trace);
    }
}
