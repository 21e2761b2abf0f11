using System.Globalization;
using System.Text.Json;
using ProxyCapi.Conversions.Normalization;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Normalization;

/// <summary>normalize-currency.json, normalize-value.json, normalize-delivery_category.json.</summary>
public sealed class CustomDataVectorTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => VectorFile.Names(IsCustomData);

    [Theory]
    [MemberData(nameof(Files))]
    public void Vectors_OfCustomData_AreNormalized(string file) => VectorFile.Play(file, output, vector =>
    {
        var expected = vector.Text("normalized");
        var input = vector.GetProperty("input");
        if (input.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return expected is null ? null : "expected a scalar as input"; // lists, objects and nulls have no text to normalize
        }

        var text = input.ToString();
        var isRight = file switch
        {
            "normalize-currency.json" => CurrencyNormalizer.Normalize(text) == expected,
            "normalize-delivery_category.json" => DeliveryCategoryNormalizer.Normalize(text) == expected,
            _ => ValueNormalizer.Normalize(text) == (expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture)),
        };
        return isRight ? null : $"{text} gives another result than {expected ?? "null"}";
    });

    internal static bool IsCustomData(string file) =>
        file is "normalize-currency.json" or "normalize-value.json" or "normalize-delivery_category.json";
}
