namespace ProxyCapi.Storage;

/// <summary>A key that bodies are sealed with.</summary>
/// <param name="Id">What a row remembers of it: the first four bytes of the key's SHA-256, so that it says nothing about the key.</param>
/// <param name="Bytes">32 bytes.</param>
internal sealed record DataKey(int Id, byte[] Bytes)
{
    /// <summary>Length of a key: AES-256.</summary>
    public const int Length = 32;

    /// <summary>Never the bytes.</summary>
    public override string ToString() => $"key {Id:x8}";
}
