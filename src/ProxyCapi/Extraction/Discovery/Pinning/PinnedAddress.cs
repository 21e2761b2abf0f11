using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>A page's address as a rule's <c>Match</c>: what names the page stays, what names this order becomes a placeholder.</summary>
internal sealed class PinnedAddress
{
    private const string OrderPlaceholder = "order_id";
    private const int ShortestPart = 3;

    // Which page a shop shows, where its path does not say it.
    private static readonly HashSet<string> RoutingKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "route", "controller", "page_id", "option", "view", "task", "fc", "module", "action", "dispatch", "main_page", "cl", "fnc", "wc-ajax", "rest_route", "op", "page", "step",
    };

    private static readonly SearchValues<char> Special = SearchValues.Create("{}*?/%");

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private PinnedAddress()
    {
    }

    /// <summary>The request part of the rule.</summary>
    public RuleMatchOptions Match { get; } = new();

    /// <summary>What the placeholders stand for on this page.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The order's id as the address says it, in the rule language; <see langword="null"/> if it does not.</summary>
    public string? OrderId { get; private set; }

    /// <summary>Reads an address.</summary>
    /// <param name="exchange">The page's exchange.</param>
    /// <param name="orderId">The order's id, if it is known.</param>
    public static PinnedAddress Of(Exchange exchange, string? orderId)
    {
        var address = new PinnedAddress();
        address.Match.Path = "/" + string.Join('/', exchange.Path.Split('/').Skip(1).Select(segment => address.Segment(Uri.UnescapeDataString(segment), orderId)));
        if (exchange.Method is not ("GET" or "POST"))
        {
            address.Match.Methods.Add(exchange.Method);
        }

        foreach (var (key, values) in QueryHelpers.ParseQuery(exchange.QueryString))
        {
            address.AddQuery(key, values.ToString(), orderId);
        }

        return address;
    }

    private string Segment(string segment, string? orderId)
    {
        if (orderId is not null && segment == orderId)
        {
            return Placeholder(OrderPlaceholder, orderId);
        }

        // order-4711
        var at = orderId is { Length: >= ShortestPart } ? segment.IndexOf(orderId, StringComparison.Ordinal) : -1;
        if (at >= 0 && !segment.AsSpan().ContainsAny(Special))
        {
            return segment[..at] + Placeholder(OrderPlaceholder, orderId!) + segment[(at + orderId!.Length)..];
        }

        return IsId(segment) || segment.AsSpan().ContainsAny(Special) ? Placeholder("id", segment) : segment;
    }

    private string Placeholder(string name, string value)
    {
        var free = name;
        for (var i = 2; _values.ContainsKey(free); i++)
        {
            free = $"{name}{i}";
        }

        _values[free] = value;
        OrderId ??= name == OrderPlaceholder ? $"route:{free}" : null;
        return $"{{{free}}}";
    }

    private void AddQuery(string key, string value, string? orderId)
    {
        // A colon would be a level of the configuration.
        if (key.Length == 0 || key.Contains(':', StringComparison.Ordinal))
        {
            return;
        }

        if (orderId is not null && value == orderId)
        {
            Match.Query[key] = "*";
            OrderId ??= $"query:{RuleText.Argument(key)}";
        }
        else if (RoutingKeys.Contains(key) && !value.Contains('*', StringComparison.Ordinal))
        {
            Match.Query[key] = value;
        }
    }

    // A number, a uuid, a key: of this order, or of this shopper.
    private static bool IsId(string segment) =>
        segment.Length > 0 && (segment.All(char.IsAsciiDigit) || Guid.TryParse(segment, out _) || (segment.Length >= 12 && segment.Count(char.IsAsciiDigit) >= 3));
}
