using System.Globalization;
using ProxyCapi.Conversions.Consent.Presets;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks how consent is read.</summary>
internal static class ConsentValidator
{
    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(ConsentOptions options, ConfigurationPlace place)
    {
        OptionsValidator.CheckName(options.Mode, place[nameof(options.Mode)]);
        OptionsValidator.CheckName(options.GlobalPrivacyControl, place[nameof(options.GlobalPrivacyControl)]);
        OptionsValidator.CheckName(options.UsOptOut, place[nameof(options.UsOptOut)]);
        foreach (var (name, cookie) in options.Cookies)
        {
            ValidateCookie(name, cookie, place[nameof(options.Cookies)][name]);
        }

        ValidateSources(options, place[nameof(options.Sources)]);
        ValidateLimitedDataUse(options, place);
        ValidateTcf(options, place);
    }

    private static void ValidateCookie(string name, ConsentCookieOptions cookie, ConfigurationPlace place)
    {
        OptionsValidator.CheckOwnName(name, place);
        if (ConsentPresets.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            place.Fail("A preset has this name.", "Choose another name.");
        }

        if (string.IsNullOrWhiteSpace(cookie.Name))
        {
            place[nameof(cookie.Name)].Fail("The cookie has no name.", "Write the name of the banner's cookie.");
        }

        if (cookie.Granted.Count == 0 && cookie.Denied.Count == 0)
        {
            place.Fail("Nothing is an answer.", "Write patterns of a yes in Granted, of a no in Denied: *marketing:yes*.");
        }
    }

    private static void ValidateSources(ConsentOptions options, ConfigurationPlace place)
    {
        var names = ConsentPresets.Names.Concat(options.Cookies.Keys).ToArray();
        for (var i = 0; i < options.Sources.Count; i++)
        {
            var source = options.Sources[i];
            if (!names.Contains(source, StringComparer.OrdinalIgnoreCase))
            {
                var near = NearestName.Find(source, names) is { } name ? $"Did you mean '{name}'? " : "";
                place[i].Fail($"'{Binding.ScalarText.Shorten(source)}' is no preset and no entry of Cookies.", $"{near}Known: {string.Join(", ", names)}.");
            }
        }
    }

    // meta-capi.md section 9; whatever else were sent, Meta would locate the whole event anew or refuse it.
    private static void ValidateLimitedDataUse(ConsentOptions options, ConfigurationPlace place)
    {
        if (options.LimitedDataUseCountry is not (0 or 1))
        {
            place[nameof(options.LimitedDataUseCountry)].Fail("It is not a country that Meta knows here.", "Write 1 for the US, or 0 to let Meta locate the visitor.");
        }
        else if (options.LimitedDataUseCountry == 0 && options.LimitedDataUseState != 0)
        {
            place[nameof(options.LimitedDataUseState)].Fail("A state needs its country.", "Write 0, or set LimitedDataUseCountry to 1.");
        }
        else if (options.LimitedDataUseCountry == 1 && options.LimitedDataUseState is < 1000 or > 1013)
        {
            place[nameof(options.LimitedDataUseState)].Fail(
                "It is not a state that Meta knows.", "Write a number from 1000 (California) to 1013 (Rhode Island), or 0 in both to let Meta locate the visitor.");
        }
    }

    private static void ValidateTcf(ConsentOptions options, ConfigurationPlace place)
    {
        for (var i = 0; i < options.TcfPurposes.Count; i++)
        {
            if (!int.TryParse(options.TcfPurposes[i], NumberStyles.None, CultureInfo.InvariantCulture, out var purpose) || purpose is < 1 or > 11)
            {
                place[nameof(options.TcfPurposes)][i].Fail("It is not a purpose of the TCF.", "Write a number from 1 to 11.");
            }
        }

        place[nameof(options.TcfVendor)].CheckRange(options.TcfVendor, 0, ushort.MaxValue, number => number.ToString(CultureInfo.InvariantCulture));
        if (options.OneTrustGroups.Count == 0)
        {
            place[nameof(options.OneTrustGroups)].Fail("No group is named.", "Write the group of advertising: C0004 unless the site has its own.");
        }
    }
}
