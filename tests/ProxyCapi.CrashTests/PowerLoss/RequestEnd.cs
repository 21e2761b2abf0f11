namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>How a request ended.</summary>
internal enum RequestEnd
{
    /// <summary>It was cut off: Meta may have the event.</summary>
    Unknown,

    /// <summary>Meta has the event.</summary>
    Accepted,

    /// <summary>Meta has refused the request as a whole: throttled.</summary>
    Throttled,

    /// <summary>Meta has refused the event.</summary>
    Rejected,
}
