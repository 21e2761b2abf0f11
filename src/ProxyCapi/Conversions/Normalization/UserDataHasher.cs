using System.Globalization;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>
/// From a buyer's data in plain text to what goes out (meta-capi.md section 5.2). A value that breaks its key's rule is dropped alone: never
/// the event, never the hash of nothing.
/// </summary>
internal static class UserDataHasher
{
    /// <summary>Normalises and hashes what a conversion carries. Keys that are not in <see cref="UserDataKeys"/> are left out.</summary>
    /// <param name="userData">Values by Meta's key.</param>
    /// <param name="siteCountry">The site's country, for orders that name none.</param>
    /// <param name="now">The time of the event, for birth years.</param>
    public static HashedUserData Hash(IReadOnlyDictionary<string, List<string>> userData, string? siteCountry, DateTimeOffset now)
    {
        var hashed = new Dictionary<string, IReadOnlyList<string>>(userData.Count, StringComparer.Ordinal);
        var plain = new Dictionary<string, string>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var dropped = new List<string>();
        var context = new NormalizationContext(CountryOf(userData, siteCountry), now.UtcDateTime.Year);
        foreach (var (key, values) in userData)
        {
            var complete = true;
            if (UserDataKeys.Hashed.Contains(key))
            {
                complete = AddHashes(hashed, key, values, context);
            }
            else if (UserDataKeys.Plain.Contains(key))
            {
                AddPlain(plain, key, values);
            }
            else if (UserDataKeys.Numbers.Contains(key))
            {
                complete = AddNumber(numbers, key, values);
            }

            if (!complete)
            {
                dropped.Add(key);
            }
        }

        return new HashedUserData(hashed, plain, numbers, dropped);
    }

    /// <summary>What is hashed for a key, or the hash itself if the value is one already.</summary>
    /// <param name="key">A key of <see cref="UserDataKeys.Hashed"/>.</param>
    /// <param name="value">The value as it was found.</param>
    /// <param name="context">What the rule needs besides.</param>
    /// <param name="isHash">Whether the result goes out as it is.</param>
    /// <returns><see langword="null"/>: absent or not usable.</returns>
    public static string? Normalize(string key, string value, in NormalizationContext context, out bool isHash)
    {
        var trimmed = JavaScriptText.Trim(value);
        var hash = HashedText.PassThrough(trimmed);
        isHash = hash is not null;
        return hash ?? (trimmed.Length == 0 ? null : ApplyRule(key, trimmed, context));
    }

    /// <summary>The hash of one value; <see langword="null"/> if it is absent or not usable.</summary>
    public static string? HashValue(string key, string value, in NormalizationContext context)
    {
        var normalized = Normalize(key, value, context, out var isHash);
        return normalized is null || isHash ? normalized : HashedText.Sha256(normalized);
    }

    private static string? ApplyRule(string key, string value, in NormalizationContext context) => key switch
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
        "f5first" or "f5last" => LegacyKeyNormalizer.NormalizeNameStart(value, characters: 5),
        "fi" => LegacyKeyNormalizer.NormalizeNameStart(value, characters: 1),
        "dobd" => LegacyKeyNormalizer.NormalizeDayOrMonth(value, last: 31),
        "dobm" => LegacyKeyNormalizer.NormalizeDayOrMonth(value, last: 12),
        "doby" => LegacyKeyNormalizer.NormalizeYear(value),
        _ => null,
    };

    // An order that names its country only as a hash names one that nobody can read: the site's would be a guess.
    private static string? CountryOf(IReadOnlyDictionary<string, List<string>> userData, string? siteCountry)
    {
        var isUnreadable = false;
        if (userData.TryGetValue("country", out var values))
        {
            foreach (var value in values)
            {
                var country = Normalize("country", value, default, out var isHash);
                if (country is not null && !isHash)
                {
                    return country;
                }

                isUnreadable |= isHash;
            }
        }

        return isUnreadable || siteCountry is null ? null : CountryNormalizer.Normalize(siteCountry);
    }

    private static bool AddHashes(
        Dictionary<string, IReadOnlyList<string>> hashed, string key, List<string> values, in NormalizationContext context)
    {
        var complete = true;
        var hashes = new List<string>(values.Count);
        foreach (var value in values)
        {
            if (HashValue(key, value, context) is not { } hash)
            {
                complete &= IsAbsent(value);
            }
            else if (!hashes.Contains(hash))
            {
                hashes.Add(hash);
            }
        }

        if (hashes.Count > 0)
        {
            hashed.Add(key, hashes);
        }

        return complete;
    }

    private static void AddPlain(Dictionary<string, string> plain, string key, List<string> values)
    {
        foreach (var value in values)
        {
            if (!IsAbsent(value))
            {
                plain.Add(key, JavaScriptText.Trim(value));
                return;
            }
        }
    }

    private static bool AddNumber(Dictionary<string, long> numbers, string key, List<string> values)
    {
        var complete = true;
        foreach (var value in values)
        {
            var digits = JavaScriptText.Trim(value.AsSpan());
            if (digits.IsEmpty)
            {
                continue;
            }

            if (!digits.ContainsAnyExceptInRange('0', '9')
                && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(key, number);
                return complete;
            }

            complete = false;
        }

        return complete;
    }

    private static bool IsAbsent(string value) => JavaScriptText.Trim(value.AsSpan()).IsEmpty;
}
