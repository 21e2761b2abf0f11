namespace ProxyCapi.Conversions.Consent;

/// <summary>What may be done with an exchange.</summary>
/// <param name="State">The answer.</param>
/// <param name="Source">Who gave it: a tag value from the closed list of <see cref="ConsentReader"/>, or <c>none</c>.</param>
internal readonly record struct ConsentDecision(ConsentState State, string Source)
{
    /// <summary>The tag value of <c>proxycapi.consent.decision</c>.</summary>
    public string Tag => State switch
    {
        ConsentState.Granted => "granted",
        ConsentState.Limited => "limited",
        ConsentState.Denied => "denied",
        _ => "unknown",
    };
}
