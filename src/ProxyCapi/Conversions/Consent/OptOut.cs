using ProxyCapi.Configuration;

namespace ProxyCapi.Conversions.Consent;

/// <summary>What an opt-out comes to.</summary>
internal static class OptOut
{
    /// <summary>The state that the configured treatment gives.</summary>
    public static ConsentState State(OptOutTreatment treatment) => treatment switch
    {
        OptOutTreatment.LimitedDataUse => ConsentState.Limited,
        OptOutTreatment.Deny => ConsentState.Denied,
        _ => ConsentState.Unknown,
    };
}
