namespace ProxyCapi.Conversions.Consent;

/// <summary>One place where a visitor's answer may stand.</summary>
internal interface IConsentSource
{
    /// <summary>The tag value of <c>proxycapi.consent.source</c>.</summary>
    string Tag { get; }

    /// <summary>The answer; whatever is malformed is <see cref="ConsentState.Unknown"/>, and nothing throws.</summary>
    ConsentState Read(ConsentRequest request);
}
