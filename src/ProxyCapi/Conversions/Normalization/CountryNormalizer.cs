namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>country</c>: ISO 3166-1 alpha-2 in lower case; a text that is no country gives nothing (meta-capi.md section 5.3, D3, E4).</summary>
internal static class CountryNormalizer
{
    private static readonly HashSet<string> Alpha2 = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Alpha3 = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        // E4: home nations, and what shops print in their own language.
        ["greatbritain"] = "gb", ["england"] = "gb", ["scotland"] = "gb", ["wales"] = "gb", ["northernireland"] = "gb",
        ["czechia"] = "cz", ["turkiye"] = "tr", ["northmacedonia"] = "mk", ["caboverde"] = "cv",
        ["deutschland"] = "de", ["osterreich"] = "at", ["schweiz"] = "ch", ["espana"] = "es", ["italia"] = "it", ["polska"] = "pl", ["nederland"] = "nl", ["holland"] = "nl",
        ["sverige"] = "se", ["norge"] = "no", ["danmark"] = "dk", ["suomi"] = "fi", ["brasil"] = "br",
    };

    private static readonly string[] Contained;

#pragma warning disable CA1810, S3963 // four tables from one file
    static CountryNormalizer()
#pragma warning restore CA1810, S3963
    {
        var contained = new List<string>();
        foreach (var line in DataFile.Lines("countries.txt"))
        {
            var sides = line.Split('|');
            var words = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Alpha2.Add(words[0]);
            Alpha3[words[1]] = words[0];
            foreach (var name in words[2..])
            {
                Names[name] = words[0];
                contained.Add(name);
            }

            foreach (var name in sides.Length > 1 ? sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
            {
                Names.TryAdd(name, words[0]);
            }
        }

        Contained = [.. contained.Where(name => name.Length >= 4).OrderByDescending(name => name.Length)];
    }

    public static string? Normalize(string value)
    {
        var letters = LatinLetters.Fold(value);
        if (letters.Length == 2)
        {
            return letters == "uk" ? "gb" : Alpha2.Contains(letters) ? letters : null;
        }

        if (Names.TryGetValue(letters, out var code) || (letters.Length == 3 && Alpha3.TryGetValue(letters, out code)))
        {
            return code;
        }

        return Array.Find(Contained, name => letters.Contains(name, StringComparison.Ordinal)) is { } found ? Names[found] : null;
    }
}
