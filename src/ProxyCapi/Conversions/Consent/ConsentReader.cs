using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent.Presets;

namespace ProxyCapi.Conversions.Consent;

/// <summary>Reads a visitor's answer from the request (design.md section 6, point 6).</summary>
/// <remarks>
/// <code>
///   Sources configured:   first answer in order
///   none configured:      strictest answer of all: denied, limited, granted     ──►  + Sec-GPC  ──►  decision
/// </code>
/// An opt-out narrows a yes and never makes one: where consent is required, Limited Data Use does not stand in for it.
/// </remarks>
internal sealed class ConsentReader
{
    private const string NoSource = "none";
    private const string GpcTag = "gpc";

    private readonly IConsentSource[] _sources;
    private readonly bool _isOrdered;
    private readonly ConsentOptions _options;

    /// <summary>Compiles options that were found valid.</summary>
    public ConsentReader(ConsentOptions options)
    {
        _options = options;
        _isOrdered = options.Sources.Count > 0;
        _sources = _isOrdered
            ? [.. options.Sources.Select(name => Find(name, options)).OfType<IConsentSource>()]
            : [.. options.Cookies.Values.Select(cookie => new CookieSource(cookie)), .. ConsentPresets.All(options)];
    }

    private bool IsRequired => _options.Mode == ConsentMode.Required;

    /// <summary>Whether an event may be made of an exchange with this decision.</summary>
    public bool Allows(ConsentDecision decision) =>
        decision.State is ConsentState.Granted or ConsentState.Limited || (decision.State == ConsentState.Unknown && !IsRequired);

    /// <summary>The decision; never throws.</summary>
    public ConsentDecision Read(Exchange exchange) => Read(new ConsentRequest(exchange));

    /// <summary>Whether cookies may be set for a visitor with this decision: a browser that asks to be known less is not given an id.</summary>
    public bool AllowsCookies(ConsentDecision decision) =>
        decision.State == ConsentState.Granted || (decision.State == ConsentState.Unknown && !IsRequired);

    /// <summary>The decision for a request that is still under way; never throws.</summary>
    public ConsentDecision Read(ConsentRequest request)
    {
        var decision = _isOrdered ? First(request) : Strictest(request);
        if (request.HasGlobalPrivacyControl && decision.State != ConsentState.Denied)
        {
            decision = Narrow(decision, new(OptOut.State(_options.GlobalPrivacyControl), GpcTag));
        }

        return decision;
    }

    private ConsentDecision First(ConsentRequest request)
    {
        var narrowed = new ConsentDecision(ConsentState.Unknown, NoSource);
        foreach (var source in _sources)
        {
            var state = source.Read(request);
            if (state is ConsentState.Granted or ConsentState.Denied)
            {
                return state == ConsentState.Denied || narrowed.State == ConsentState.Unknown ? new(state, source.Tag) : narrowed with { State = ConsentState.Limited };
            }

            if (state == ConsentState.Limited && narrowed.State == ConsentState.Unknown)
            {
                narrowed = new(state, source.Tag);
            }
        }

        return IsRequired ? new(ConsentState.Unknown, NoSource) : narrowed;
    }

    private ConsentDecision Strictest(ConsentRequest request)
    {
        var decision = new ConsentDecision(ConsentState.Unknown, NoSource);
        var isGranted = false;
        foreach (var source in _sources)
        {
            var state = source.Read(request);
            isGranted |= state == ConsentState.Granted;
            if (state > decision.State)
            {
                decision = new(state, source.Tag);
            }
        }

        return decision.State == ConsentState.Limited && IsRequired && !isGranted ? new(ConsentState.Unknown, NoSource) : decision;
    }

    private ConsentDecision Narrow(ConsentDecision decision, ConsentDecision optOut) => optOut.State switch
    {
        ConsentState.Denied => optOut,
        ConsentState.Limited when decision.State == ConsentState.Granted || !IsRequired => decision.State == ConsentState.Limited ? decision : optOut,
        _ => decision,
    };

    private static IConsentSource? Find(string name, ConsentOptions options) =>
        options.Cookies.TryGetValue(name, out var cookie) ? new CookieSource(cookie) : ConsentPresets.Find(name, options);
}
