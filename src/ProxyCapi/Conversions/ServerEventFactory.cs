using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Conversions;

/// <summary>Makes Meta's server events from conversions: identity, normalisation, hashing, checks, JSON.</summary>
internal sealed class ServerEventFactory
{
    /// <summary>One result for each pixel that serves the conversion; exactly one with an empty pixel name if none does.</summary>
    /// <param name="conversion">What was read.</param>
    /// <param name="exchange">Where it was read: clock, client and addresses.</param>
    /// <param name="rules">The configuration in force.</param>
    /// <param name="cancellationToken">Ends the work of the operator's own <see cref="IServerEventProcessor"/>.</param>
    public ValueTask<IReadOnlyList<EventResult>> CreateAsync(
        Conversion conversion, Exchange exchange, RuleSet rules, CancellationToken cancellationToken) => throw new NotImplementedException();
}
