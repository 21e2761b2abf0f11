namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks the pixels. A message never shows a value: a token ends up in the wrong line easily.</summary>
internal static class PixelValidator
{
    private const int LongestId = 20;

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(ProxyCapiOptions options, ConfigurationPlace place)
    {
        if (options.Pixels.Count == 0 && options.Mode != ProxyCapiMode.Off)
        {
            place.Fail("There is no pixel to report to.", "Add one, \"main\": { \"Id\": \"…\", \"AccessToken\": \"…\" }, or set Mode to Off.");
        }

        foreach (var names in options.Pixels.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1))
        {
            // The configuration knows no case; only a dictionary made by code can hold both.
            place[names.Key].Fail("Another pixel's name differs from it only in case.", "Choose another name.");
        }

        var seen = new List<(string Name, string Id, HostPatterns Hosts)>();
        foreach (var (name, pixel) in options.Pixels)
        {
            OptionsValidator.CheckOwnName(name, place[name]);
            CheckId(pixel, place[name][nameof(pixel.Id)]);
            CheckSecrets(pixel, options.Mode, place[name]);
            HostNames.ValidatePatterns(pixel.Hosts, place[name][nameof(pixel.Hosts)]);
            CheckTwin(name, pixel, seen, place[name]);
        }
    }

    private static void CheckId(PixelOptions pixel, ConfigurationPlace place)
    {
        if (string.IsNullOrEmpty(pixel.Id))
        {
            place.Fail("The pixel has no number.", "Copy the dataset's number from Meta's Events Manager.");
        }
        else if (pixel.Id.Length > LongestId || !pixel.Id.All(char.IsAsciiDigit))
        {
            place.Fail("The pixel's number is not a number.", $"Copy the dataset's number from Meta's Events Manager: digits only, at most {LongestId}.");
        }
    }

    private static void CheckSecrets(PixelOptions pixel, ProxyCapiMode mode, ConfigurationPlace place)
    {
        if (string.IsNullOrEmpty(pixel.AccessToken) && mode == ProxyCapiMode.Live)
        {
            place[nameof(pixel.AccessToken)].Fail(
                "There is no access token.",
                "Set it from the environment (ProxyCapi__Pixels__name__AccessToken) or a secret store, or set Mode to Shadow to send nothing.");
        }

        CheckToken(pixel.AccessToken, place[nameof(pixel.AccessToken)], "The access token");
        CheckToken(pixel.AppSecret, place[nameof(pixel.AppSecret)], "The app's secret");
        CheckToken(pixel.TestEventCode, place[nameof(pixel.TestEventCode)], "The test event code");
    }

    /// <summary>The token travels in a header: printable ASCII without blanks.</summary>
    private static void CheckToken(string? value, ConfigurationPlace place, string what)
    {
        if (value?.Any(c => c is <= ' ' or > '~') == true)
        {
            place.Fail($"{what} has a blank, a line break or a character outside ASCII in it.", "Copy it again, without quotes and line breaks.");
        }
    }

    /// <summary>The same pixel twice for one host would count that host's orders twice.</summary>
    private static void CheckTwin(string name, PixelOptions pixel, List<(string Name, string Id, HostPatterns Hosts)> seen, ConfigurationPlace place)
    {
        if (string.IsNullOrEmpty(pixel.Id))
        {
            return;
        }

        var hosts = new HostPatterns(pixel.Hosts.Where(host => !string.IsNullOrWhiteSpace(host)));
        if (seen.Find(other => other.Id == pixel.Id && other.Hosts.Overlaps(hosts)) is { Name: { } twin })
        {
            place.Fail(
                $"It has the number of pixel '{twin}' and hosts in common with it: every event there would be reported twice.",
                "Remove one of the two, or give each Hosts of its own (without Hosts, a pixel serves every host).");
        }

        seen.Add((name, pixel.Id, hosts));
    }
}
