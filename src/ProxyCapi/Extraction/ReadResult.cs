using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Discovery;

namespace ProxyCapi.Extraction;

/// <summary>What an exchange gave.</summary>
/// <param name="Conversions">The conversions it proved; may be empty.</param>
/// <param name="Reason"><see cref="ExchangeReason.Converted"/> if there is any, else why there is none.</param>
internal readonly record struct ReadResult(IReadOnlyList<Conversion> Conversions, ExchangeReason Reason)
{
    /// <summary>What looked like a conversion and is none, for the operator.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];
}
