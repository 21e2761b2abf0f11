namespace ProxyCapi.Diagnostics;

/// <summary>The closed list of what can become of an event. The tag values stand in <see cref="Outcomes"/>.</summary>
internal enum EventReason
{
    /// <summary>Meta has it.</summary>
    Accepted,

    /// <summary>Meta has it as a test of one browser (<c>test-link</c>): it counts nothing.</summary>
    Test,

    /// <summary>Built and checked, not sent: mode Shadow.</summary>
    Shadow,

    /// <summary>The same order was seen within the dedupe window.</summary>
    Duplicate,

    /// <summary>An <see cref="IServerEventProcessor"/> said no.</summary>
    Vetoed,

    /// <summary>No pixel serves the host, or the rule names none that exists.</summary>
    NoPixel,

    /// <summary>The visitor said no.</summary>
    ConsentDenied,

    /// <summary>The visitor has said nothing that could be read, and consent is required.</summary>
    ConsentUnknown,

    /// <summary>A known crawler, monitor or tool.</summary>
    Bot,

    /// <summary>The request named no user agent.</summary>
    NoUserAgent,

    /// <summary>It came from a network that is configured as noise.</summary>
    Network,

    /// <summary>Its path is configured as noise.</summary>
    Path,

    /// <summary>A Purchase without a value that could be read.</summary>
    MissingValue,

    /// <summary>A Purchase without a currency, or with one that is not in ISO 4217.</summary>
    MissingCurrency,

    /// <summary>Nothing of the buyer that Meta could match (meta-capi.md section 5.1).</summary>
    WeakUserData,

    /// <summary>Another rule of Meta's is broken: name, time, source.</summary>
    Invalid,

    /// <summary>There was no room in the outbox.</summary>
    QueueFull,

    /// <summary>Meta refused it, alone and for its content.</summary>
    Rejected,

    /// <summary>Nobody knows whether Meta has it, and the policy is Hold.</summary>
    InDoubt,

    /// <summary>Its bytes in the outbox were damaged, or the key they were sealed with is gone.</summary>
    Undecryptable,

    /// <summary>It became older than Meta accepts.</summary>
    Expired,

    /// <summary>The host stopped before it could be sent.</summary>
    Stopped,

    /// <summary>Something of ours threw; the log has it.</summary>
    Error,
}
