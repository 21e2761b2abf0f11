using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ProxyCapi.Storage;

/// <summary>The key that seals, and every key that still opens.</summary>
internal sealed class DataKeyRing
{
    private readonly FrozenDictionary<int, DataKey> _byId;

    /// <param name="keys">At least one; the first seals.</param>
    public DataKeyRing(IReadOnlyList<DataKey> keys)
    {
        Current = keys[0];
        _byId = keys.DistinctBy(key => key.Id).ToFrozenDictionary(key => key.Id);
    }

    /// <summary>The key for what is written from now on.</summary>
    public DataKey Current { get; }

    /// <summary>Every key.</summary>
    public IEnumerable<DataKey> All => _byId.Values;

    /// <summary>The key that a row was sealed with, if it is still known.</summary>
    public DataKey? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Makes a key of its bytes.</summary>
    public static DataKey KeyOf(byte[] bytes) => new(BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(bytes)), bytes);

    /// <summary>A key from configuration: 32 bytes in Base64; <see langword="null"/> if it is none.</summary>
    public static DataKey? Parse(string text)
    {
        var bytes = new byte[DataKey.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == DataKey.Length ? KeyOf(bytes) : null;
    }
}
