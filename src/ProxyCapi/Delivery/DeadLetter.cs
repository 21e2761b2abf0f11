using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>Why an item was taken out of the queue.</summary>
/// <param name="Reason">
/// <see cref="EventReason.Rejected"/>, <see cref="EventReason.InDoubt"/>, <see cref="EventReason.Expired"/> or
/// <see cref="EventReason.Undecryptable"/>.
/// </param>
/// <param name="Code">Meta's error code.</param>
/// <param name="Subcode">Meta's error subcode.</param>
/// <param name="Message">Meta's words.</param>
internal readonly record struct DeadLetter(EventReason Reason, int? Code = null, int? Subcode = null, string? Message = null)
{
    /// <summary>The letter in a sentence, for the operator.</summary>
    public string Explanation => Reason switch
    {
        EventReason.Rejected => $"Meta refused it: {Code}{(Subcode is null ? "" : $"/{Subcode}")}{(Message is null ? "" : $", {Message}")}. It is kept as a dead letter.",
        EventReason.InDoubt => "Nobody knows whether Meta has it, and it is not sent again by itself. It is kept as a dead letter.",
        EventReason.Undecryptable => "It could not be opened any more. It is kept as a dead letter.",
        _ => "It became older than Meta accepts. It is kept as a dead letter.",
    };
}
