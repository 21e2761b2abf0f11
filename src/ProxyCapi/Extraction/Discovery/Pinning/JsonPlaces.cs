using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>Paths to the single values of a JSON document whose names fit a field.</summary>
internal static class JsonPlaces
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 50_000;

    /// <summary>The paths with the names on their way, the best first.</summary>
    public static IEnumerable<(string Path, IReadOnlyList<string> Names, int Fit)> Of(JToken root, string field)
    {
        var found = new List<(string Path, IReadOnlyList<string> Names, int Fit)>();
        var left = MaxNodes;
        Walk(root, field, "", [], found, ref left);
        return found.OrderByDescending(place => place.Fit).ThenBy(place => place.Names.Count);
    }

    private static void Walk(
        JToken token, string field, string path, IReadOnlyList<string> names, List<(string Path, IReadOnlyList<string> Names, int Fit)> found, ref int left)
    {
        if (names.Count > MaxDepth || --left < 0)
        {
            return;
        }

        switch (token)
        {
            case JObject data:
                foreach (var property in data.Properties().Where(property => IsOfTheShop(property.Name)))
                {
                    var member = path + (path.Length == 0 ? "" : ".") + RuleText.Member(property.Name);
                    Walk(property.Value, field, member, [.. names, property.Name], found, ref left);
                }

                break;
            case JArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Walk(list[i], field, $"{path}[{i}]", names, found, ref left);
                }

                break;
            case JValue when names.Count > 0 && PlaceNames.Fit(field, names[^1], [.. names.Take(names.Count - 1)]) is > 0 and var fit:
                found.Add((path, names, fit));
                break;
        }
    }

    // "Order:4711" and "4711" are names of this order; the next page has others.
    private static bool IsOfTheShop(string name) => name.Length > 0 && !name.Contains(':', StringComparison.Ordinal) && name.Count(char.IsAsciiDigit) < 3 && !name.All(char.IsAsciiDigit);
}
