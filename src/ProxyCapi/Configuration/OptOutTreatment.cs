namespace ProxyCapi.Configuration;

/// <summary>What an opt-out of sale, sharing or targeted advertising does.</summary>
public enum OptOutTreatment
{
    /// <summary>The event is made and marked with Meta's Limited Data Use.</summary>
    LimitedDataUse,

    /// <summary>No event is made.</summary>
    Deny,

    /// <summary>The signal is not looked at.</summary>
    Ignore,
}
