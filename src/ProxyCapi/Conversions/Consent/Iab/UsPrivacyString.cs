namespace ProxyCapi.Conversions.Consent.Iab;

/// <summary>The older US Privacy string: version 1, notice given, opted out of sale, LSPA; each of the last three <c>Y</c>, <c>N</c> or <c>-</c>.</summary>
/// <remarks>
/// https://github.com/InteractiveAdvertisingBureau/USPrivacy, "CCPA/US Privacy String.md". A GPP string carries it unencoded as section 6
/// (https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, "Sections/Section Information.md").
/// </remarks>
internal static class UsPrivacyString
{
    /// <summary>What the string says of sale; anything malformed says nothing.</summary>
    public static ConsentState Read(string text)
    {
        if (text is not ['1', var notice, var sale, var agreement] || !IsAnswer(notice) || !IsAnswer(sale) || !IsAnswer(agreement))
        {
            return ConsentState.Unknown;
        }

        return sale switch
        {
            'Y' or 'y' => ConsentState.Denied,
            'N' or 'n' => ConsentState.Granted,
            _ => ConsentState.Unknown,
        };
    }

    private static bool IsAnswer(char sign) => sign is 'Y' or 'y' or 'N' or 'n' or '-';
}
