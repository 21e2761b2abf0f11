namespace ProxyCapi.FunctionalTests.Telemetry;

/// <summary>One field of a protobuf message: enough of the wire format to read traces without generated code.</summary>
/// <param name="Number">The field's number.</param>
/// <param name="Bytes">Its bytes, if it is a string, bytes, or a message; else empty.</param>
/// <param name="Value">Its number, if it is one.</param>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Bytes, ulong Value)
{
    /// <summary>The fields of a message.</summary>
    public static List<ProtobufField> ReadAll(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new(number, default, Varint(message.Span, ref at)));
                    break;
                case 1:
                    fields.Add(new(number, default, BitConverter.ToUInt64(message.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add(new(number, message.Slice(at, length), 0));
                    at += length;
                    break;
                case 5:
                    fields.Add(new(number, default, BitConverter.ToUInt32(message.Span[at..])));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is none that protobuf 3 writes.");
            }
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }
    }
}
