namespace ProxyCapi.Delivery;

/// <summary>What came back from one request to the Graph API.</summary>
internal sealed record GraphAnswer
{
    /// <summary>The HTTP status; <see langword="null"/> if there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's body, as far as it was read.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type without parameters.</summary>
    public string? MediaType { get; init; }

    /// <summary>The header fields that section 8.3 of meta-capi.md and HTTP give a meaning to, by name without case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer's <c>Date</c>: the time on the other side.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Why there was no answer.</summary>
    public TransportFailure Failure { get; init; }
}
