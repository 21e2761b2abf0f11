using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Hashes of values: recognised, passed through, made (meta-capi.md section 5.2, steps 3 and 5).</summary>
internal static class HashedText
{
    private const int Sha256Digits = 64;
    private const int Md5Digits = 32;
    private const int AppendixLength = 8;
    private const int StackLimit = 512;

    /// <summary>The value as it goes out if it is a hash already; otherwise <see langword="null"/>.</summary>
    /// <param name="value">Without white space at its ends.</param>
    public static string? PassThrough(string value)
    {
        if (IsHash(value))
        {
            return value.ToLowerInvariant();
        }

        // <hash>.<suffix> was made by Meta's Param Builder and must not be touched
        var dot = value.LastIndexOf('.');
        return dot > 0 && IsSuffix(value.AsSpan(dot + 1)) && IsHash(value.AsSpan(0, dot)) ? value : null;
    }

    /// <summary>SHA-256 of the text in UTF-8, lower-case hexadecimal.</summary>
    public static string Sha256(string normalized)
    {
        var size = Encoding.UTF8.GetMaxByteCount(normalized.Length);
        var rented = size > StackLimit ? ArrayPool<byte>.Shared.Rent(size) : null;
        var utf8 = rented ?? stackalloc byte[StackLimit];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(normalized, utf8)], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true); // it held a buyer's data
        }

        return Convert.ToHexStringLower(hash);
    }

    private static bool IsHash(ReadOnlySpan<char> value)
    {
        if (value.Length is not (Sha256Digits or Md5Digits))
        {
            return false;
        }

        foreach (var c in value)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSuffix(ReadOnlySpan<char> suffix) =>
        suffix.Length == AppendixLength || suffix is "AQ" or "Ag" or "Aw" or "BA" or "BQ" or "Bg";
}
