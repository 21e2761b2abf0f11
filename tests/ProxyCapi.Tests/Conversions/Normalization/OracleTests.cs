using System.Globalization;
using System.Text;
using System.Text.Json;
using ProxyCapi.Conversions.Normalization;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Normalization;

/// <summary>
/// Ours against Meta's own library. Plays the small sample in the repository, or the file that <c>PROXYCAPI_ORACLE</c> names
/// (<c>tests/oracle/run.sh</c> makes one of thousands of inputs per key).
/// </summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonDocument> Answers = new(() => JsonDocument.Parse(File.ReadAllText(
        Environment.GetEnvironmentVariable("PROXYCAPI_ORACLE") is { Length: > 0 } file
            ? file
            : Path.Combine(AppContext.BaseDirectory, "oracle", "sample.json"))));

    public static TheoryData<string> Keys => [.. Answers.Value.RootElement.GetProperty("keys").EnumerateObject().Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void EveryDisagreement_WithMetasLibrary_IsADepartureOfTheSpecification(string key)
    {
        var context = new NormalizationContext(null, Answers.Value.RootElement.GetProperty("year").GetInt32());
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var leftOver = new List<string>();
        foreach (var answer in Answers.Value.RootElement.GetProperty("keys").GetProperty(key).EnumerateArray())
        {
            var input = Decode(answer, "input")!;
            var ours = UserDataHasher.Normalize(key, input, context, out _);
            var theirs = Decode(answer, "normalized");
            var isAgreed = !answer.TryGetProperty("throws", out _) && UserDataHasher.HashValue(key, input, context) == answer.Text("wire");
            var reason = isAgreed ? "agreed" : OracleDepartures.Attribute(key, input, ours, theirs, answer.TryGetProperty("throws", out _), context);
            if (reason is null)
            {
                leftOver.Add($"{JsonSerializer.Serialize(input)}: ours {ours ?? "null"}, Meta's {theirs ?? "null"}");
            }
            else
            {
                counts[reason] = counts.GetValueOrDefault(reason) + 1;
            }
        }

        output.WriteLine($"{key}: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}, left over {leftOver.Count}");
        Assert.NotEmpty(counts);
        Assert.True(leftOver.Count == 0, string.Join('\n', leftOver.Take(20)));
    }

    [Fact]
    public void LowerCase_OfEveryCodePoint_IsJavaScripts()
    {
        var casing = Answers.Value.RootElement.GetProperty("casing");
        var lower = casing.GetProperty("lower").EnumerateArray().ToDictionary(
            entry => entry[0].GetInt32(),
            entry => string.Concat(entry.EnumerateArray().Skip(1).Select(codePoint => char.ConvertFromUtf32(codePoint.GetInt32()))));
        var cased = Members(casing, "cased");
        var ignored = Members(casing, "ignored");
        var wrong = new List<string>();
        var shared = Members(casing, "assigned").Where(codePoint => codePoint != 0x3A3 && !IsOfOtherUnicodeVersion(codePoint)).ToList();
        Assert.True(shared.Count > 100_000);
        foreach (var codePoint in shared)
        {
            var text = char.ConvertFromUtf32(codePoint);
            var expected = lower.GetValueOrDefault(codePoint, text);
            var startsWord = cased.Contains(codePoint);
            var isSkipped = ignored.Contains(codePoint);
            var isRight = JavaScriptText.ToLower(text) == expected
                && JavaScriptText.ToLower(text + "\u03A3") == expected + (startsWord ? "\u03C2" : "\u03C3")
                && JavaScriptText.ToLower("A" + text + "\u03A3") == "a" + expected + (startsWord || isSkipped ? "\u03C2" : "\u03C3")
                && JavaScriptText.ToLower("A\u03A3" + text + "B") == "a" + (startsWord || isSkipped ? "\u03C3" : "\u03C2") + expected + "b";
            if (!isRight)
            {
                wrong.Add($"U+{codePoint:X4}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join(' ', wrong.Take(50))}");
    }

    [Fact]
    public void WhiteSpace_OfEveryCharacter_IsJavaScripts()
    {
        var whiteSpace = Members(Answers.Value.RootElement.GetProperty("casing"), "whiteSpace");
        Assert.NotEmpty(whiteSpace);
        Assert.All(Enumerable.Range(0, 0x10000), c => Assert.Equal(whiteSpace.Contains(c), JavaScriptText.IsWhiteSpace((char)c)));
    }

    // Node and .NET follow Unicode at their own pace: what only one of them knows cannot be compared. U+0295 lost its case in Unicode 17.
    private static bool IsOfOtherUnicodeVersion(int codePoint) =>
        codePoint == 0x295 || CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.OtherNotAssigned;

    private static HashSet<int> Members(JsonElement casing, string name) =>
        [.. casing.GetProperty(name).EnumerateArray().SelectMany(range => Enumerable.Range(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1))];

    // A marker replaces no lone surrogate here: the bytes are read one by one.
    private static string? Decode(JsonElement answer, string name)
    {
        if (answer.Text(name) is not { } base64)
        {
            return null;
        }

        var bytes = Convert.FromBase64String(base64);
        var text = new StringBuilder(bytes.Length / 2);
        for (var i = 0; i < bytes.Length; i += 2)
        {
            text.Append((char)(bytes[i] | (bytes[i + 1] << 8)));
        }

        return text.ToString();
    }
}
