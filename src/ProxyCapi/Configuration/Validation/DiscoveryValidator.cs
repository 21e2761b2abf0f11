using System.Text;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks what is said of discovery.</summary>
internal static class DiscoveryValidator
{
    private const int LongestMarker = 200;

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(DiscoveryOptions options, ConfigurationPlace place)
    {
        EventNames.Validate(options.Events, place[nameof(options.Events)]);
        if (options.DataLayer is { } name && (name.Trim().Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '$'))))
        {
            place[nameof(options.DataLayer)].Fail($"'{Binding.ScalarText.Shorten(name)}' is not the name of a JavaScript variable.", "Write the name alone: dataLayer.");
        }

        for (var i = 0; i < options.Markers.Count; i++)
        {
            if (options.Markers[i] is not { Length: >= 4 and <= LongestMarker } marker || !Ascii.IsValid(marker))
            {
                place[nameof(options.Markers)][i].Fail("The text cannot be looked for in the bytes of a page.", $"Write 4 to {LongestMarker} ASCII characters, as they stand in the page's source.");
            }
        }
    }
}
