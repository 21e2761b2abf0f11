using System.Globalization;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent.Iab;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>IAB Europe's TCF: <c>euconsent-v2</c> (<c>eupubconsent-v2</c> with OneTrust) holds a TC string; purpose 1 and the configured others must have consent.</summary>
/// <remarks>https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/tree/master/TCFv2.</remarks>
internal sealed class TcfConsent(ConsentOptions options) : IConsentSource
{
    private readonly int[] _purposes = [1, .. options.TcfPurposes.Select(purpose => int.Parse(purpose, CultureInfo.InvariantCulture))];

    public string Tag => "tcf";

    public ConsentState Read(ConsentRequest request) => request.Strictest(Read, "euconsent-v2", "eupubconsent-v2");

    /// <summary>The answer of a TC string.</summary>
    public ConsentState Read(string text)
    {
        if (!TcfString.TryRead(text, out var consent))
        {
            return ConsentState.Unknown;
        }

        return Array.TrueForAll(_purposes, consent.HasPurpose) && (options.TcfVendor == 0 || consent.HasVendor(options.TcfVendor)) ? ConsentState.Granted : ConsentState.Denied;
    }
}
