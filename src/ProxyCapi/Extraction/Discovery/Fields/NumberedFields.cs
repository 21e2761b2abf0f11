using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Fields of form builders that have a number for a name (shop-pages.md section 1, lead forms): Gravity Forms' <c>input_2</c>, WPForms'
/// <c>wpforms[fields][1]</c>. The name says nothing, but an e-mail address says what it is by itself; a phone number does not.
/// </summary>
internal static partial class NumberedFields
{
    /// <summary>The e-mail address of a form, if one and only one stands in such fields: of two nobody knows whose the other is.</summary>
    public static string? Email(IEnumerable<KeyValuePair<string, string>> fields)
    {
        string? found = null;
        foreach (var (name, text) in fields)
        {
            var value = text.Trim();
            if (value.Length is < 6 or > 254 || !Numbered().IsMatch(name) || !Address().IsMatch(value))
            {
                continue;
            }

            if (found is not null && !found.Equals(value, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            found = value;
        }

        return found;
    }

    [GeneratedRegex(@"^(?:input|field|fields|item|wpforms\[fields\])[_.-]?(?:\[?[0-9]{1,4}\]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^[^\s@<>""',;:/\\]+@[^\s@<>""',;:/\\]+\.[^\s@<>""',;:/\\.]{2,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
