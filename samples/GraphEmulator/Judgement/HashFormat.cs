using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>What a hashed value looks like on the wire (meta-capi.md section 5.2).</summary>
internal static class HashFormat
{
    private const int Sha256Length = 64;
    private const int Md5Length = 32;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private static readonly SearchValues<byte> LowerHexBytes = SearchValues.Create("0123456789abcdef"u8);

    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly string[] LanguageTokens = ["AQ", "Ag", "Aw", "BA", "BQ", "Bg"];

    /// <summary>A text or a list of texts, each one hashed.</summary>
    public static bool IsHashed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsPlainSha256(value) || IsHash(value.GetString()!),
        JsonValueKind.Array => IsListOfHashes(value),
        _ => false,
    };

    /// <summary>SHA-256 or MD5 in lower-case hex, with or without the mark of Meta's Param Builder behind a dot.</summary>
    public static bool IsHash(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? IsDigest(text) : IsDigest(text.AsSpan(0, dot)) && IsMark(text[(dot + 1)..]);
    }

    /// <summary>The mark that Param Builder leaves at a hash or a cookie: a language, or eight characters.</summary>
    public static bool IsMark(string mark) => LanguageTokens.Contains(mark) || (mark.Length == 8 && !mark.AsSpan().ContainsAnyExcept(Base64Url));

    private static bool IsListOfHashes(JsonElement list)
    {
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String || !IsHashed(entry))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The common case, told from the bytes between the quotes.</summary>
    private static bool IsPlainSha256(JsonElement text) =>
        JsonMarshal.GetRawUtf8Value(text) is { Length: Sha256Length + 2 } raw && !raw[1..^1].ContainsAnyExcept(LowerHexBytes);

    private static bool IsDigest(ReadOnlySpan<char> text) => text.Length is Sha256Length or Md5Length && !text.ContainsAnyExcept(LowerHex);
}
