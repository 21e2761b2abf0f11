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
internal readonly record struct DeadLetter(EventReason Reason, int? Code = null, int? Subcode = null, string? Message = null);
