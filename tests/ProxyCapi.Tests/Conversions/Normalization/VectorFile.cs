using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Conversions.Normalization;

/// <summary>
/// One file of golden vectors: the copy in the repository, or the one in the folder that <c>PROXYCAPI_VECTORS</c> names.
/// </summary>
internal static class VectorFile
{
    public static string Folder => Environment.GetEnvironmentVariable("PROXYCAPI_VECTORS") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>The files of the folder whose names fit.</summary>
    public static TheoryData<string> Names(Func<string, bool> fits) =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!).Where(fits).Order(StringComparer.Ordinal)];

    /// <summary>Plays every vector of a file; prints passed and failed; fails if one failed or the file is empty.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="output">Where the count goes.</param>
    /// <param name="play">What is wrong with a vector, or <see langword="null"/>.</param>
    public static void Play(string name, ITestOutputHelper output, Func<JsonElement, string?> play)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));
        var passed = 0;
        var failures = new StringBuilder();
        foreach (var vector in document.RootElement.EnumerateArray())
        {
            if (Played(vector, play) is { } wrong)
            {
                failures.AppendLine($"{IdOf(vector)}: {wrong}");
            }
            else
            {
                passed++;
            }
        }

        var failed = document.RootElement.GetArrayLength() - passed;
        output.WriteLine($"{name}: {passed} passed, {failed} failed");
        Assert.True(passed + failed > 0, $"{name} has no vector");
        Assert.True(failed == 0, $"{name}: {failed} failed\n{failures}");
    }

    /// <summary>A property's text; <see langword="null"/> if it is absent or null.</summary>
    public static string? Text(this JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private static string? Played(JsonElement vector, Func<JsonElement, string?> play)
    {
        try
        {
            return play(vector);
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static string IdOf(JsonElement vector) => vector.Text("id") ?? vector.GetRawText();
}
