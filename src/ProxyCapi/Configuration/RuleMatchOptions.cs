namespace ProxyCapi.Configuration;

/// <summary>
/// Which requests and answers a rule looks at. Everything that is set must fit. A rule that does not only enrich sets at least one of
/// <see cref="Path"/>, <see cref="Query"/>, <see cref="Headers"/>, <see cref="Cookies"/>, <see cref="Hosts"/>, or <see cref="RuleOptions.When"/>:
/// what every page fits proves nothing.
/// </summary>
public sealed class RuleMatchOptions
{
    /// <summary>
    /// ASP.NET route pattern of the path (<c>/checkout/order-received/{order_id}</c>, <c>/{**rest}</c>). Its values are the
    /// <c>route</c> source of expressions.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: every path.</value>
    public string? Path { get; set; }

    /// <summary>Request methods.</summary>
    /// <value>The default value is empty: GET and POST.</value>
    public List<string> Methods { get; set; } = [];

    /// <summary>Hosts: <c>shop.example</c>, or <c>*.shop.example</c> for its subdomains; without scheme, port and path.</summary>
    /// <value>The default value is empty: every host.</value>
    public List<string> Hosts { get; set; } = [];

    /// <summary>Query keys that must be there; the value is exact, or a pattern with <c>*</c> (<c>*</c> alone: any value).</summary>
    public Dictionary<string, string> Query { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Request headers that must be there; the value is exact, or a pattern with <c>*</c>.</summary>
    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Cookies that must be there; the value is exact, or a pattern with <c>*</c>.</summary>
    public Dictionary<string, string> Cookies { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Status codes of the answer: <c>200</c>, <c>2xx</c>, <c>200-207</c>.</summary>
    /// <value>The default value is empty: 200, 201, 202 and 207.</value>
    public List<string> Status { get; set; } = [];

    /// <summary>Media types of the answer: <c>text/html</c>, <c>application/*+json</c>.</summary>
    /// <value>The default value is empty: HTML, XHTML and JSON.</value>
    public List<string> ContentTypes { get; set; } = [];
}
