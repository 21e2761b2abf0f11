namespace ProxyCapi.Diagnostics;

/// <summary>The tag values of <c>proxycapi.outcome</c> and <c>proxycapi.reason</c>: the README's reason tables are checked against them.</summary>
internal static class Outcomes
{
    /// <summary>Outcome and reason of an exchange.</summary>
    public static (string Outcome, string Reason) Of(ExchangeReason reason) => reason switch
    {
        ExchangeReason.Converted => ("converted", "converted"),
        ExchangeReason.NoAnswer => ("nothing", "no_answer"),
        ExchangeReason.Status => ("nothing", "status"),
        ExchangeReason.ContentType => ("nothing", "content_type"),
        ExchangeReason.Prefetch => ("nothing", "prefetch"),
        ExchangeReason.Condition => ("nothing", "condition"),
        ExchangeReason.NoMarker => ("nothing", "no_marker"),
        ExchangeReason.NoConversion => ("nothing", "no_conversion"),
        ExchangeReason.Unpaid => ("nothing", "unpaid"),
        ExchangeReason.Refused => ("nothing", "refused"),
        ExchangeReason.TooLarge => ("unread", "too_large"),
        ExchangeReason.Aborted => ("unread", "aborted"),
        ExchangeReason.Undecodable => ("unread", "undecodable"),
        ExchangeReason.QueueFull => ("shed", "queue_full"),
        ExchangeReason.Error => ("failed", "error"),
        ExchangeReason.Stopped => ("shed", "stopped"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>What ended the wait for an exchange's events: the tag value of <c>proxycapi.durable.result</c>.</summary>
    public static string Of(DurableResult result) => result switch
    {
        DurableResult.Committed => "committed",
        DurableResult.Timeout => "timeout",
        DurableResult.Nothing => "nothing",
        DurableResult.NotDurable => "not_durable",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    /// <summary>Outcome and reason of an event.</summary>
    public static (string Outcome, string Reason) Of(EventReason reason) => reason switch
    {
        EventReason.Accepted => ("accepted", "accepted"),
        EventReason.Test => ("test", "test"),
        EventReason.Shadow => ("shadow", "shadow"),
        EventReason.Duplicate => ("duplicate", "duplicate"),
        EventReason.Vetoed => ("dropped", "vetoed"),
        EventReason.NoPixel => ("dropped", "no_pixel"),
        EventReason.ConsentDenied => ("dropped", "consent_denied"),
        EventReason.ConsentUnknown => ("dropped", "consent_unknown"),
        EventReason.Bot => ("dropped", "bot"),
        EventReason.NoUserAgent => ("dropped", "no_user_agent"),
        EventReason.Network => ("dropped", "network"),
        EventReason.Path => ("dropped", "path"),
        EventReason.MissingValue => ("dropped", "missing_value"),
        EventReason.MissingCurrency => ("dropped", "missing_currency"),
        EventReason.WeakUserData => ("dropped", "weak_user_data"),
        EventReason.Invalid => ("dropped", "invalid"),
        EventReason.QueueFull => ("shed", "queue_full"),
        EventReason.Rejected => ("dead", "rejected"),
        EventReason.InDoubt => ("dead", "in_doubt"),
        EventReason.Undecryptable => ("dead", "undecryptable"),
        EventReason.Expired => ("expired", "expired"),
        EventReason.Stopped => ("shed", "stopped"),
        EventReason.Error => ("failed", "error"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
