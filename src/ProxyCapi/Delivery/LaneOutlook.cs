namespace ProxyCapi.Delivery;

/// <summary>What one lane has for a sender.</summary>
/// <param name="Ready">Items that may be taken now, counted no further than was asked.</param>
/// <param name="NextDue">When the next item may be taken that may not be taken now.</param>
internal readonly record struct LaneOutlook(int Ready, DateTimeOffset? NextDue);
