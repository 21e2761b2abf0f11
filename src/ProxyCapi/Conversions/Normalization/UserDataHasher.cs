using System.Security.Cryptography;
using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>From plain to hashed: meta-capi.md section 5.2, step by step. A value that is not valid is dropped, never its event.</summary>
internal static class UserDataHasher
{
    /// <summary>The keys whose values are hashed.</summary>
    public static readonly IReadOnlyList<string> Keys =
        ["em", "ph", "fn", "ln", "ct", "st", "zp", "country", "db", "ge", "external_id", "f5first", "f5last", "fi", "dobd", "dobm", "doby"];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Whether a key's values are hashed.</summary>
    public static bool IsHashedKey(string key) => Keys.Contains(key);

    /// <summary>A value ready for hashing, or <see langword="null"/> if it is not valid for its key.</summary>
    public static string? Normalize(string key, string value, NormalizationContext context) => key switch
    {
        "em" => EmailNormalizer.Normalize(value),
        "ph" => PhoneNormalizer.Normalize(value, context),
        "fn" or "ln" => NameNormalizer.Normalize(value),
        "ge" => GenderNormalizer.Normalize(value),
        "db" => BirthDateNormalizer.Normalize(value, context),
        "ct" => CityNormalizer.Normalize(value),
        "st" => StateNormalizer.Normalize(value),
        "zp" => ZipNormalizer.Normalize(value, context),
        "country" => CountryNormalizer.Normalize(value),
        "external_id" => ExternalIdNormalizer.Normalize(value),
        "f5first" or "f5last" => LegacyNormalizer.Beginning(value, 5),
        "fi" => LegacyNormalizer.Beginning(value, 1),
        "dobd" => LegacyNormalizer.TwoDigits(value, 31),
        "dobm" => LegacyNormalizer.TwoDigits(value, 12),
        "doby" => LegacyNormalizer.Year(value),
        _ => null,
    };

    /// <summary>The value as it goes out: hashed, or as it came if it is a digest; <see langword="null"/> if it is dropped.</summary>
    public static string? Hash(string key, string? value, NormalizationContext context)
    {
        if (string.IsNullOrEmpty(value) || JsText.Trim(value).Length == 0)
        {
            return null;
        }

        return HashedValue.Recognize(value) ?? (Normalize(key, value, context) is { Length: > 0 } normalized ? Sha256(normalized) : null);
    }

    /// <summary>All keys of a buyer. Values are in their first order, each once; keys without a valid value are left out.</summary>
    /// <param name="plain">Plain values by key; keys that are not hashed are ignored.</param>
    /// <param name="context">What the rules need; the buyer's own country comes from <paramref name="plain"/>.</param>
    /// <param name="dropped">Told the key of each value that was there and not valid.</param>
    public static Dictionary<string, List<string>> HashAll(
        IReadOnlyDictionary<string, List<string>> plain, NormalizationContext context, Action<string>? dropped = null)
    {
        if (context.Country is null && plain.TryGetValue("country", out var countries))
        {
            context = context with { Country = countries.Select(CountryNormalizer.Normalize).FirstOrDefault(country => country is not null) };
        }

        var hashed = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var key in Keys)
        {
            if (!plain.TryGetValue(key, out var values))
            {
                continue;
            }

            var results = new List<string>(values.Count);
            foreach (var value in values)
            {
                if (Hash(key, value, context) is not { } hash)
                {
                    dropped?.Invoke(key);
                }
                else if (!results.Contains(hash))
                {
                    results.Add(hash);
                }
            }

            if (results.Count > 0)
            {
                hashed[key] = results;
            }
        }

        return hashed;
    }

    private static string Sha256(string text)
    {
        var count = Utf8.GetByteCount(text);
        Span<byte> bytes = count <= 256 ? stackalloc byte[256] : new byte[count];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Utf8.GetBytes(text, bytes)], digest);
        return Convert.ToHexStringLower(digest);
    }
}
