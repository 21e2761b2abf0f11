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

    /// <summary>The envelope as bytes.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream(Payload.Length + EventId.Length + DedupeKey.Length + TraceParent.Length + 16);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Format);
        writer.Write(EventId);
        writer.Write(DedupeKey);
        writer.Write(TraceParent);
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
            if (reader.ReadByte() != Format)
            {
                throw new InvalidDataException("The envelope has a format that this version does not know.");
            }

            return new EventEnvelope(reader.ReadString(), reader.ReadString(), reader.ReadString(), bytes.AsMemory((int)buffer.Position));
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The envelope is cut off.", exception);
        }
    }
}
