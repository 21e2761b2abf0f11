using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>
/// One request and its answer as they passed the proxy, copied so that it can be read after the request has ended. The one thing that
/// Capture hands over; whoever takes it from the queue disposes it.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private Durability? _durability;
    private long? _size;

    /// <summary>When the request arrived: the time of the event (design: time is when it happened).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The request's method.</summary>
    public required string Method { get; init; }

    /// <summary><c>http</c> or <c>https</c>, as the client sees it.</summary>
    public required string Scheme { get; init; }

    /// <summary>Host and, where it is not the default, port, as the client sees it.</summary>
    public required string Host { get; init; }

    /// <summary>The path as it stands in the URL (escaped), path base included.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, escaped; or empty.</summary>
    public required string QueryString { get; init; }

    /// <summary>The client's address, after trusted forwarders were taken into account.</summary>
    public IPAddress? RemoteIpAddress { get; init; }

    /// <summary>The request's header fields, by name without case.</summary>
    public required IReadOnlyDictionary<string, StringValues> RequestHeaders { get; init; }

    /// <summary>Cookies that were set on the answer for its visitor, by name.</summary>
    public IReadOnlyDictionary<string, string>? IssuedCookies { get; init; }

    /// <summary>The answer's status code.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The answer's header fields as the site sent them, by name without case.</summary>
    public required IReadOnlyDictionary<string, StringValues> ResponseHeaders { get; init; }

    /// <summary>The request's body, if a rule wanted it.</summary>
    public CapturedBody RequestBody { get; init; } = CapturedBody.Empty;

    /// <summary>The answer's body.</summary>
    public CapturedBody ResponseBody { get; init; } = CapturedBody.Empty;

    /// <summary>The rules whose request part and gate fitted.</summary>
    public required IReadOnlyList<RuleMatch> Matches { get; init; }

    /// <summary>Discovery as it was in force, if the answer may be searched; <see langword="null"/>: rules alone read it.</summary>
    public CompiledDiscovery? Discovery { get; init; }

    /// <summary>The class (<see cref="ExchangePriority"/>) of what the answer's bytes or its address promise.</summary>
    public int DiscoveryPriority { get; init; }

    /// <summary>The page request's span, for the links of everything that follows.</summary>
    public ActivityContext TraceContext { get; init; }

    /// <summary>Who waits for the exchange's events to be on disk, if anybody does.</summary>
    public Durability? Durability
    {
        init => _durability = value;
    }

    /// <summary>Bytes that the queue counts for this exchange: the memory of its bodies and of its header fields.</summary>
    public long Size => _size ??= RequestBody.HeldBytes + ResponseBody.HeldBytes + SizeOf(RequestHeaders) + SizeOf(ResponseHeaders);

    /// <summary>Takes over the duty to settle the durability; what nobody has taken, <see cref="Dispose"/> settles as not durable.</summary>
    public Durability? TakeDurability() => Interlocked.Exchange(ref _durability, null);

    private static long SizeOf(IReadOnlyDictionary<string, StringValues> fields)
    {
        var characters = 0L;
        foreach (var (_, values) in fields)
        {
            for (var i = 0; i < values.Count; i++)
            {
                characters += values[i]?.Length ?? 0;
            }
        }

        return characters * sizeof(char);
    }

    public void Dispose()
    {
        TakeDurability()?.Settle(DurableResult.NotDurable);
        RequestBody.Dispose();
        ResponseBody.Dispose();
    }
}
