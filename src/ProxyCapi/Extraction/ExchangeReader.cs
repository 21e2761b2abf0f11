using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction;

/// <summary>
/// Reads conversions from an exchange: decodes its bodies once, asks each rule that fitted, and searches the answer for what it says by itself.
/// What a rule sets wins; what it leaves open discovery fills.
/// </summary>
internal sealed partial class ExchangeReader(ProxyCapiMetrics metrics, ILogger<ExchangeReader> logger)
{
    private readonly DiscoveryReader _discovery = new(DiscoverySources.All);

    /// <summary>Never throws for what an exchange contains; what cannot be read is a reason.</summary>
    /// <param name="exchange">The exchange; stays the caller's.</param>
    /// <param name="rules">The configuration in force.</param>
    public ReadResult Read(Exchange exchange, RuleSet rules)
    {
        var document = new ExchangeDocument(exchange, rules.Options.Capture);
        var conversions = new List<Conversion>();
        var enriching = new List<Conversion>();
        var refused = new HashSet<string>(StringComparer.Ordinal);
        var reason = ExchangeReason.Condition;
        foreach (var match in exchange.Matches)
        {
            var (found, why) = Read(match, document);
            (match.Rule.Reader.IsEnriching ? enriching : conversions).AddRange(found);
            if (found.Count == 0 && !match.Rule.Enrich && match.Rule.EventName is { } name)
            {
                // The operator said when this page proves the event, and it does not.
                refused.Add(name);
            }

            if (found.Count == 0 && reason == ExchangeReason.Condition)
            {
                // A page that could not be read says more than a condition that did not hold.
                reason = why;
            }
        }

        foreach (var conversion in conversions)
        {
            foreach (var addition in enriching.Where(addition => addition.EventName == conversion.EventName))
            {
                conversion.FillGaps(addition);
            }
        }

        var rejections = new List<Rejection>();
        var (discovered, whyNot) = Discover(document, rules, rejections);
        Join(conversions, discovered.Where(found => !refused.Contains(found.EventName)), enriching);
        return new ReadResult(conversions, conversions.Count > 0 ? ExchangeReason.Converted : exchange.Matches.Count > 0 ? reason : whyNot)
        {
            Rejections = rejections,
        };
    }

    /// <summary>
    /// A rule's conversion and a discovered one of the same event and order are one. The rest of what was discovered stands for itself, and what
    /// enriching rules set wins over it.
    /// </summary>
    private static void Join(List<Conversion> conversions, IEnumerable<Conversion> discovered, List<Conversion> enriching)
    {
        var ofRules = conversions.ToArray();
        foreach (var found in discovered)
        {
            var same = ofRules.Where(conversion => conversion.EventName == found.EventName).ToArray();
            foreach (var conversion in same.Where(conversion => IsSameOrder(conversion, found)))
            {
                conversion.FillGaps(found);
            }

            // Where a rule speaks of the event, it alone says how many there are.
            if (same.Length == 0)
            {
                foreach (var addition in enriching.Where(addition => addition.EventName == found.EventName))
                {
                    found.Override(addition);
                }

                conversions.Add(found);
            }
        }
    }

    private static bool IsSameOrder(Conversion rule, Conversion found) =>
        rule.OrderId is null || found.OrderId is null || string.Equals(rule.OrderId, found.OrderId, StringComparison.Ordinal);

    private (IReadOnlyList<Conversion> Found, ExchangeReason Reason) Discover(ExchangeDocument document, RuleSet rules, List<Rejection> rejections)
    {
        var exchange = document.Exchange;
        if (exchange.Discovery is not { } discovery)
        {
            return ([], ExchangeReason.Condition);
        }

        try
        {
            if (document.Readability != ExchangeReason.Converted)
            {
                return ([], document.Readability);
            }

            if (discovery.MarkersOf(exchange.ResponseBody.ContentType).Find(document.NarrowBytes) == 0)
            {
                return ([], ExchangeReason.NoMarker);
            }

            var pixels = rules.Pixels.Values.Where(pixel => pixel.Hosts.IsMatch(exchange.Host)).Select(pixel => pixel.Id).ToHashSet(StringComparer.Ordinal);
            if (pixels.Count == 0)
            {
                // A rule that no pixel serves is a mistake worth telling; a page of a host that nobody asked about is none.
                return ([], ExchangeReason.NoConversion);
            }

            var page = new DiscoveredPage(document, new DiscoverySettings(discovery.Events, discovery.DataLayer, pixels, HasAgreed(exchange, rules)));
            var result = _discovery.Read(page, Report);
            foreach (var found in result.Events)
            {
                FieldOrigins.Note(found);
            }

            rejections.AddRange(result.Findings.Rejections);
            return ([.. result.Conversions], WhyNone(rejections));
        }
        catch (HtmlTooDeepException)
        {
            return ([], ExchangeReason.TooLarge);
        }
        catch (Exception exception)
        {
            metrics.Failed("extraction");
            Log.DiscoveryFailed(logger, "the page", exception.GetType().Name);
            return ([], ExchangeReason.Error);
        }
    }

    private static ExchangeReason WhyNone(List<Rejection> rejections) =>
        rejections.Exists(rejection => rejection.Kind == RejectionKind.Unpaid) ? ExchangeReason.Unpaid
        : rejections.Exists(rejection => rejection.Kind == RejectionKind.Doubtful) ? ExchangeReason.Refused
        : ExchangeReason.NoConversion;

    private static bool HasAgreed(Exchange exchange, RuleSet rules) => rules.Consent.Read(exchange).State == ConsentState.Granted;

    private void Report(IDiscoverySource source, Exception exception)
    {
        metrics.Failed("extraction");
        Log.DiscoveryFailed(logger, source.GetType().Name, exception.GetType().Name);
    }

    /// <summary>One rule's failure is its own.</summary>
    private (IReadOnlyList<Conversion> Found, ExchangeReason Reason) Read(RuleMatch match, ExchangeDocument document)
    {
        try
        {
            var reader = match.Rule.Reader;
            if (reader.IsRefusedByHeaders(document, match.RouteValues))
            {
                return ([], ExchangeReason.Condition);
            }

            if (reader.NeedsResponseBody && document.Readability != ExchangeReason.Converted)
            {
                return ([], document.Readability);
            }

            var scope = reader.CreateScope(document, match.RouteValues);
            return (reader.Applies(scope) ? reader.Read(scope) : [], ExchangeReason.Condition);
        }
        catch (HtmlTooDeepException)
        {
            return ([], ExchangeReason.TooLarge);
        }
        catch (Exception exception)
        {
            metrics.Failed("extraction");
            Log.RuleFailed(logger, match.Rule.Name, exception.GetType().Name);
            return ([], ExchangeReason.Error);
        }
    }

    private static partial class Log
    {
        // The type only: a parser's message may quote the page.
        [LoggerMessage(1200, LogLevel.Error, "Rule '{Rule}' failed on an exchange ({ExceptionType}); other rules go on. Please report it with the page that caused it.")]
        public static partial void RuleFailed(ILogger logger, string rule, string exceptionType);

        [LoggerMessage(1201, LogLevel.Error, "Discovery failed at {Source} on an exchange ({ExceptionType}); what other sources found counts. Please report it with the page that caused it.")]
        public static partial void DiscoveryFailed(ILogger logger, string source, string exceptionType);
    }
}
