using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>An event that has left memory, to be kept on the disk.</summary>
/// <param name="Row">The event and what has become of it so far.</param>
/// <param name="Due">Not to be sent before.</param>
/// <param name="Attempt">The attempt to store it.</param>
internal sealed record IdleItem(LeasedItem Row, DateTimeOffset Due, EnqueueAttempt Attempt);
