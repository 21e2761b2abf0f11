using ProxyCapi.Capture;
using ProxyCapi.Extraction;

namespace ProxyCapi.Configuration;

/// <summary>A rule, checked and ready to run.</summary>
internal sealed class CompiledRule
{
    /// <summary>The rule's name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The event's name, as Meta writes it; <see langword="null"/> if the page says it.</summary>
    public required string? EventName { get; init; }

    /// <summary>The rule only adds to what other rules of the same event find on the same exchange; alone it proves nothing.</summary>
    public bool Enrich { get; init; }

    /// <summary>How long the end of an answer waits for its events to be on disk; <see langword="null"/>: not at all.</summary>
    public TimeSpan? AwaitDurable { get; init; }

    /// <summary>The request part of <c>Match</c>.</summary>
    public required RequestMatcher Request { get; init; }

    /// <summary>The answer part of <c>Match</c>.</summary>
    public required ResponseGate Gate { get; init; }

    /// <summary>Conditions and expressions.</summary>
    public required ConversionReader Reader { get; init; }
}
