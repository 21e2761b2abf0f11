using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ProxyCapi.Storage;

/// <summary>
/// Seals bodies with AES-256-GCM. The row's id, pixel and event name are authenticated with it, so that bit-rot, a swapped row or an edited
/// column are noticed.
/// </summary>
/// <remarks>Layout: 12 bytes nonce, 16 bytes tag, ciphertext. The nonce is random; a key seals for 90 days, far below 2^32 events.</remarks>
internal static class EventSealer
{
    private const int NonceLength = 12;
    private const int TagLength = DataKey.TagLength;

    /// <summary>Seals an envelope for the row <paramref name="id"/>.</summary>
    public static byte[] Seal(DataKey key, long id, string pixel, string eventName, EventEnvelope envelope)
    {
        var plain = envelope.ToBytes();
        var body = new byte[NonceLength + TagLength + plain.Length];
        var nonce = body.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        key.Encrypt(nonce, plain, body.AsSpan(NonceLength + TagLength), body.AsSpan(NonceLength, TagLength), Context(key, id, pixel, eventName));
        return body;
    }

    /// <summary>Opens what <see cref="Seal"/> made; <see langword="null"/> if anything about it has changed or the key is not known.</summary>
    public static EventEnvelope? Open(DataKey? key, long id, string pixel, string eventName, byte[] body)
    {
        if (key is null || body.Length < NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[body.Length - NonceLength - TagLength];
        try
        {
            key.Decrypt(
                body.AsSpan(0, NonceLength), body.AsSpan(NonceLength + TagLength), body.AsSpan(NonceLength, TagLength), plain, Context(key, id, pixel, eventName));
            return EventEnvelope.Parse(plain);
        }
        catch (Exception exception) when (exception is AuthenticationTagMismatchException or InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Context(DataKey key, long id, string pixel, string eventName)
    {
        // The pixel's name is compared without case everywhere else.
        var names = Encoding.UTF8.GetBytes($"{pixel.ToUpperInvariant()}\n{eventName}");
        var context = new byte[sizeof(long) + sizeof(int) + names.Length];
        BinaryPrimitives.WriteInt64BigEndian(context, id);
        BinaryPrimitives.WriteInt32BigEndian(context.AsSpan(sizeof(long)), key.Id);
        names.CopyTo(context, sizeof(long) + sizeof(int));
        return context;
    }
}
