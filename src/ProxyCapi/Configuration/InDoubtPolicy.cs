namespace ProxyCapi.Configuration;

/// <summary>What happens to events of which nobody knows whether Meta has them.</summary>
public enum InDoubtPolicy
{
    /// <summary>
    /// Sent again with the same <c>event_id</c> and <c>event_time</c>, not before 60 seconds and not after 47 hours. Meta deduplicates a
    /// server event against the browser's; a lost purchase is certain otherwise.
    /// </summary>
    Resend,

    /// <summary>Kept as a dead letter for the operator to decide: for sites without a browser pixel that would rather count too little.</summary>
    Hold,
}
