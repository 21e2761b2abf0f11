using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace GraphEmulator.Endpoint;

/// <summary>Reads a body once: as JSON, or form fields made into the same JSON.</summary>
internal static class RequestBody
{
    /// <summary>A name that stands twice in an object has no meaning that everybody would agree on.</summary>
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The body, or <see langword="null"/> if it is nothing that the Graph API reads. It has been read to its end either way.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.HasFormContentType)
            {
                return FromForm(await request.ReadFormAsync(cancellationToken));
            }

            if (request.HasJsonContentType())
            {
                return CheckText(await JsonDocument.ParseAsync(request.Body, Options, cancellationToken));
            }

            await request.Body.CopyToAsync(Stream.Null, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            // The answer tells the sender; there is nothing more to know.
            return null;
        }
    }

    private static JsonDocument FromForm(IFormCollection form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, values) in form)
            {
                json.WritePropertyName(name);
                if (name == "data" && TryParse(values.ToString(), out var data))
                {
                    using (data)
                    {
                        data.WriteTo(json);
                    }
                }
                else
                {
                    json.WriteStringValue(values.ToString());
                }
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory, Options);
    }

    private static bool TryParse(string text, out JsonDocument data)
    {
        try
        {
            data = JsonDocument.Parse(text, Options);
            return true;
        }
        catch (JsonException)
        {
            // Left as a text, which the judge refuses.
            data = null!;
            return false;
        }
    }

    /// <summary>The parser lets bytes through that are no UTF-8; the journal could not give them back as JSON.</summary>
    private static JsonDocument? CheckText(JsonDocument document)
    {
        if (Utf8.IsValid(JsonMarshal.GetRawUtf8Value(document.RootElement)))
        {
            return document;
        }

        document.Dispose();
        return null;
    }
}
