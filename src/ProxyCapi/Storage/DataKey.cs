using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ProxyCapi.Storage;

/// <summary>A key that bodies are sealed with.</summary>
/// <param name="Id">What a row remembers of it: the first four bytes of the key's SHA-256, so that it says nothing about the key.</param>
/// <param name="Bytes">32 bytes.</param>
[SuppressMessage("Design", "CA1001", Justification = "A key is used as long as the process has the store; the cipher's handle frees itself.")]
internal sealed record DataKey(int Id, byte[] Bytes)
{
    /// <summary>Length of a key: AES-256.</summary>
    public const int Length = 32;

    /// <summary>Bytes of the tag that shows whether a body was changed.</summary>
    public const int TagLength = 16;

    private readonly AesGcm _cipher = new(Bytes, TagLength);
    private readonly Lock _lock = new();

    /// <summary>Seals a body.</summary>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> sealedBody, Span<byte> tag, ReadOnlySpan<byte> context)
    {
        // One cipher for all: setting up a new one costs more than a body does. It is not made for several threads.
        lock (_lock)
        {
            _cipher.Encrypt(nonce, plain, sealedBody, tag, context);
        }
    }

    /// <summary>Opens a body.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Something about it has changed.</exception>
    public void Decrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBody, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> context)
    {
        lock (_lock)
        {
            _cipher.Decrypt(nonce, sealedBody, tag, plain, context);
        }
    }

    /// <summary>Never the bytes.</summary>
    public override string ToString() => $"key {Id:x8}";
}
