namespace ProxyCapi.Delivery;

/// <summary>What taking a batch apart has shown.</summary>
/// <param name="Culprits">The events that were refused, each with its own refusal; everything else is settled.</param>
/// <param name="IsSystemic">It is not the events that are bad: hold the pixel, dead-letter nothing.</param>
/// <param name="AnyAccepted">Others of the batch were accepted, so the events that were not are to blame themselves.</param>
internal sealed record BisectionResult(IReadOnlyList<(LeasedItem Item, GraphVerdict Verdict)> Culprits, bool IsSystemic, bool AnyAccepted);
