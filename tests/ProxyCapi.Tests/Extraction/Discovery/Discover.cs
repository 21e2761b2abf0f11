using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>Reads pages by discovery and prints what they prove.</summary>
internal static class Discover
{
    public static readonly DiscoverySettings Settings = new(
        new HashSet<string> { "Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent" }, null, new HashSet<string> { "111" });

    /// <summary>What a page with these scripts proves.</summary>
    public static DiscoveryResult Script(params string[] scripts) => Page(string.Concat(scripts.Select(script => $"<script>{script}</script>")));

    /// <summary>What a page proves.</summary>
    public static DiscoveryResult Page(string html, string path = "/checkout/thank-you", DiscoverySettings? settings = null, string query = "") =>
        Exchange(TestExchange.Page(html) with { Path = path, Query = query }, settings);

    /// <summary>What an exchange proves.</summary>
    public static DiscoveryResult Exchange(TestExchange exchange, DiscoverySettings? settings = null) =>
        new DiscoveryReader(DiscoverySources.All).Read(
            new DiscoveredPage(new ExchangeDocument(exchange.Build(), new CaptureOptions()), settings ?? Settings), (_, exception) => Assert.Fail(exception.ToString()));

    /// <summary>The events, one a line: <c>Purchase fbq: currency=EUR …</c>.</summary>
    public static string Print(this DiscoveryResult result) =>
        string.Join('\n', result.Conversions.Select(conversion => $"{conversion.EventName} {conversion.Source["discovery:".Length..]}: {Found.Print(conversion)}"));

    /// <summary>The buyer's data of the only event.</summary>
    public static string PrintUser(this DiscoveryResult result) => Found.Print(Assert.Single(result.Conversions).UserData);

    /// <summary>The reasons for what was rejected.</summary>
    public static string PrintRejections(this DiscoveryResult result) =>
        string.Join('\n', result.Findings.Rejections.Select(rejection => $"{rejection.Origin}: {rejection.Reason}"));
}
