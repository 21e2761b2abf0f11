using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent.Iab;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// IAB's GPP: <c>__gpp</c> (<c>OTGPPConsent</c> with OneTrust) holds sections; of the US ones an opt-out of sale, sharing or targeted advertising counts,
/// and the European one is a TC string. The older <c>usprivacy</c> cookie is read beside it. The strictest decides.
/// </summary>
/// <remarks>https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform.</remarks>
internal sealed class GppConsent(ConsentOptions options) : IConsentSource
{
    private const int EuropeanSection = 2;
    private const int UsPrivacySection = 6;
    private static readonly string[] Names = ["__gpp", "OTGPPConsent"];
    private readonly TcfConsent _tcf = new(options);

    public string Tag => "gpp";

    public ConsentState Read(ConsentRequest request)
    {
        var platform = request.Strictest(ReadPlatform, Names);
        var older = request.Strictest(text => Treat(UsPrivacyString.Read(text)), "usprivacy");
        return platform > older ? platform : older;
    }

    private ConsentState ReadPlatform(string text) => GppString.TryRead(text, out var gpp)
        ? gpp.Sections.Select(section => ReadSection(section.Key, section.Value)).DefaultIfEmpty(ConsentState.Unknown).Max()
        : ConsentState.Unknown;

    private ConsentState ReadSection(int id, string text)
    {
        if (id == EuropeanSection)
        {
            return _tcf.Read(text);
        }

        if (id == UsPrivacySection)
        {
            return Treat(UsPrivacyString.Read(text));
        }

        var (choice, hasSignal) = UsSection.Read(id, text);
        var state = Treat(choice);
        var signal = hasSignal ? OptOut.State(options.GlobalPrivacyControl) : ConsentState.Unknown;
        return state > signal ? state : signal;
    }

    private ConsentState Treat(ConsentState choice) => choice == ConsentState.Denied ? OptOut.State(options.UsOptOut) : choice;
}
