using System.Text.Encodings.Web;
using System.Text.Json;

namespace GraphEmulator.Journal;

/// <summary>Writes events as a JSON array, in pieces, so that a long journal needs no second copy of itself.</summary>
internal static class JournalWriter
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Events are copied as they came: what was escaped stays escaped.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    public static async Task WriteAsync(HttpResponse response, IEnumerable<AcceptedEvent> events, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        json.WriteStartArray();
        foreach (var accepted in events)
        {
            Write(json, accepted);
            if (json.BytesPending + response.BodyWriter.UnflushedBytes > FlushAt)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, AcceptedEvent accepted)
    {
        json.WriteStartObject();
        json.WriteNumber("number", accepted.Number);
        json.WriteNumber("request", accepted.Request);
        json.WriteString("received", accepted.Received);
        json.WriteString("pixel", accepted.Pixel);
        json.WriteBoolean("repeat", accepted.IsRepeat);
        json.WritePropertyName("event");
        json.WriteRawValue(accepted.Json.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
