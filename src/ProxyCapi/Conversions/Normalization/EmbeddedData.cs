using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Reads the lists of Conversions/Data, which are embedded in the assembly.</summary>
internal static class EmbeddedData
{
    /// <summary>The lines of a list without comments (<c>#</c>, <c>//</c>) and blank lines.</summary>
    /// <param name="name">The file's name.</param>
    public static IEnumerable<string> ReadLines(string name)
    {
        var assembly = typeof(EmbeddedData).Assembly;
        using var stream = assembly.GetManifestResourceStream("ProxyCapi.Conversions.Data." + name)
            ?? throw new InvalidOperationException($"The list {name} is missing from the assembly {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }
}
