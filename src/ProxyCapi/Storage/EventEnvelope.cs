using System.Text;

namespace ProxyCapi.Storage;

/// <summary>What is sealed of an event: everything that could tell who it is about, or that no query needs.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="DedupeKey">The order or event id that makes it unique.</param>
/// <param name="TraceParent">The page request's span; empty if there was none.</param>
/// <param name="Payload">The event as JSON.</param>
internal readonly record struct EventEnvelope(string EventId, string DedupeKey, string TraceParent, ReadOnlyMemory<byte> Payload)
{
    private const byte Format = 1;
    private const byte FormatWithTest = 2;

    /// <summary>Code of Meta's test tab; empty if the event is not a test.</summary>
    public string TestEventCode { get; init; } = "";

    /// <summary>The envelope as bytes.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream(Payload.Length + EventId.Length + DedupeKey.Length + TraceParent.Length + 16);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        // An event that is no test is written as every version reads it.
        writer.Write(TestEventCode.Length == 0 ? Format : FormatWithTest);
        writer.Write(EventId);
        writer.Write(DedupeKey);
        writer.Write(TraceParent);
        if (TestEventCode.Length > 0)
        {
            writer.Write(TestEventCode);
        }

        writer.Write(Payload.Span);
        return buffer.ToArray();
    }

    /// <summary>The other way.</summary>
    /// <exception cref="InvalidDataException">The bytes are no envelope of a known format.</exception>
    public static EventEnvelope Parse(byte[] bytes)
    {
        try
        {
            using var buffer = new MemoryStream(bytes, writable: false);
            using var reader = new BinaryReader(buffer, Encoding.UTF8);
            if (reader.ReadByte() is not (Format or FormatWithTest) and var format)
            {
                throw new InvalidDataException($"The envelope has format {format}, which this version does not know.");
            }

            var (eventId, dedupeKey, traceParent) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
            var test = bytes[0] == FormatWithTest ? reader.ReadString() : "";
            return new EventEnvelope(eventId, dedupeKey, traceParent, bytes.AsMemory((int)buffer.Position)) { TestEventCode = test };
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The envelope is cut off.", exception);
        }
    }
}
