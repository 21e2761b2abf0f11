namespace ProxyCapi.Conversions.Consent;

/// <summary>A visitor's answer.</summary>
internal enum ConsentState
{
    /// <summary>Nothing was said, or nothing that could be read.</summary>
    Unknown,

    /// <summary>Yes.</summary>
    Granted,

    /// <summary>Only with Limited Data Use.</summary>
    Limited,

    /// <summary>No.</summary>
    Denied,
}
