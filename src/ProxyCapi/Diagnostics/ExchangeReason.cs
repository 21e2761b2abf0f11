namespace ProxyCapi.Diagnostics;

/// <summary>The closed list of what can become of an observed exchange. The tag values stand in <see cref="Outcomes"/>.</summary>
internal enum ExchangeReason
{
    /// <summary>It gave at least one conversion.</summary>
    Converted,

    /// <summary>The site gave no answer, or the proxy answered in its place.</summary>
    NoAnswer,

    /// <summary>The answer's status proves nothing: a redirect, an error.</summary>
    Status,

    /// <summary>The answer is of a media type that no rule reads.</summary>
    ContentType,

    /// <summary>The request was a prefetch or prerender.</summary>
    Prefetch,

    /// <summary>A <c>When</c> did not hold, or an <c>Unless</c> did.</summary>
    Condition,

    /// <summary>Nothing in the answer's bytes says that it could hold a conversion.</summary>
    NoMarker,

    /// <summary>The answer was searched, and there is no conversion in it.</summary>
    NoConversion,

    /// <summary>The answer shows an order that failed, was declined, cancelled or refunded, or still has to be paid.</summary>
    Unpaid,

    /// <summary>Something in the answer looked like a conversion, and it cannot be known whether it is one.</summary>
    Refused,

    /// <summary>The answer is longer than <c>Capture:MaxResponseBytes</c> or <c>Capture:MaxDecodedBytes</c>, or nested deeper than any page is.</summary>
    TooLarge,

    /// <summary>The client or the site broke off before the answer's end.</summary>
    Aborted,

    /// <summary>The answer's content coding is unknown, or its bytes are damaged.</summary>
    Undecodable,

    /// <summary>There was no room in the queue.</summary>
    QueueFull,

    /// <summary>Something of ours threw; the log has it.</summary>
    Error,

    /// <summary>The host stopped before it was read.</summary>
    Stopped,
}
