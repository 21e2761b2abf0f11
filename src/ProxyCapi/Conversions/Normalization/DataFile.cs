namespace ProxyCapi.Conversions.Normalization;

/// <summary>The embedded text files of <c>Conversions/Data</c>.</summary>
internal static class DataFile
{
    /// <summary>The lines that are neither empty nor comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream($"ProxyCapi.Conversions.Data.{name}")
            ?? throw new InvalidOperationException($"The embedded file {name} is missing.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }
}
