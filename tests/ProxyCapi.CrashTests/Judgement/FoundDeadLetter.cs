namespace ProxyCapi.CrashTests.Judgement;

/// <summary>A dead letter as it lies in the outbox.</summary>
/// <param name="SeenKey">Its order's dedupe key, as hexadecimal text.</param>
/// <param name="Reason">Why it is dead.</param>
/// <param name="Code">Meta's code.</param>
/// <param name="Subcode">Meta's subcode.</param>
/// <param name="Message">Meta's message.</param>
internal sealed record FoundDeadLetter(string SeenKey, string Reason, int? Code, int? Subcode, string? Message);
