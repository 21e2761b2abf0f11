using System.Text.Json;
using ProxyCapi.Conversions.Normalization;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Normalization;

/// <summary>normalize-&lt;key of user_data&gt;.json, phone.json, already-hashed.json, normalize-legacy-keys.json.</summary>
public sealed class UserDataVectorTests(ITestOutputHelper output)
{
    private const int YearOfVectors = 2026;

    public static TheoryData<string> Files => VectorFile.Names(static name => name is "phone.json" or "already-hashed.json"
        || (name.StartsWith("normalize-", StringComparison.Ordinal) && !CustomDataVectorTests.IsCustomData(name)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Vectors_OfUserData_AreNormalizedAndHashed(string file)
    {
        var keyOfFile = file == "phone.json" ? "ph" : Path.GetFileNameWithoutExtension(file).Replace("normalize-", "", StringComparison.Ordinal);
        VectorFile.Play(file, output, vector => Play(vector, vector.Text("field") ?? keyOfFile));
    }

    private static string? Play(JsonElement vector, string key)
    {
        if (!UserDataKeys.Hashed.Contains(key))
        {
            return $"unknown key {key}";
        }

        var input = vector.GetProperty("input");
        if (input.ValueKind != JsonValueKind.String)
        {
            // what is not a text never gets this far: it is absent (section 5.2, step 1)
            return vector.Text("normalized") is null ? null : "expected a text as input";
        }

        var country = vector.Text("default_country") is { } site ? CountryNormalizer.Normalize(site) : null;
        var context = new NormalizationContext(country, YearOfVectors);
        var normalized = UserDataHasher.Normalize(key, input.GetString()!, context, out var isHash);
        var hashed = UserDataHasher.HashValue(key, input.GetString()!, context);
        if (normalized != vector.Text("normalized"))
        {
            return $"normalized to {normalized ?? "null"}, expected {vector.Text("normalized") ?? "null"}";
        }

        if (hashed != vector.Text("hashed"))
        {
            return $"hashed to {hashed ?? "null"}, expected {vector.Text("hashed") ?? "null"}";
        }

        return vector.TryGetProperty("rehash", out var rehash) && rehash.GetBoolean() == isHash ? "rehash differs" : null;
    }
}
