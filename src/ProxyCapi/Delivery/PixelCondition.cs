namespace ProxyCapi.Delivery;

/// <summary>How a pixel's destination is.</summary>
/// <param name="Name">The pixel's name.</param>
/// <param name="State">One of <see cref="States"/>.</param>
internal sealed record PixelCondition(string Name, string State)
{
    /// <summary>Events go out.</summary>
    public const string Sending = "sending";

    /// <summary>Meta's rate limits are near: requests are stretched.</summary>
    public const string Throttled = "throttled";

    /// <summary>The last requests failed for a passing reason: the next one waits, longer each time.</summary>
    public const string Retrying = "retrying";

    /// <summary>The outcome of the last request is unknown: a single event goes first.</summary>
    public const string InDoubt = "in_doubt";

    /// <summary>Nothing is accepted before somebody acts; everything is kept.</summary>
    public const string OnHold = "on_hold";

    /// <summary>The values of the tag <c>proxycapi.pixel.state</c>.</summary>
    public static readonly IReadOnlyList<string> States = [Sending, Throttled, Retrying, InDoubt, OnHold];

    /// <summary>Why it is on hold.</summary>
    public PixelHold? Hold { get; init; }

    /// <summary>The usage of the rate limits that Meta showed last, in percent.</summary>
    public double UsagePercent { get; init; }

    /// <summary>How long nothing is sent.</summary>
    public TimeSpan Pause { get; init; }
}
