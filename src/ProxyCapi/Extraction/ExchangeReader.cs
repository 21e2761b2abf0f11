using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction;

/// <summary>Reads conversions from an exchange: decodes its bodies once, then asks each rule that fitted.</summary>
internal sealed partial class ExchangeReader(ProxyCapiMetrics metrics, ILogger<ExchangeReader> logger)
{
    /// <summary>Never throws for what an exchange contains; what cannot be read is a reason.</summary>
    /// <param name="exchange">The exchange; stays the caller's.</param>
    /// <param name="options">The limits in force.</param>
    public ReadResult Read(Exchange exchange, CaptureOptions options)
    {
        var document = new ExchangeDocument(exchange, options);
        var conversions = new List<Conversion>();
        var enriching = new List<Conversion>();
        var reason = ExchangeReason.Condition;
        foreach (var match in exchange.Matches)
        {
            var (found, why) = Read(match, document);
            (match.Rule.Reader.IsEnriching ? enriching : conversions).AddRange(found);
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

        return new ReadResult(conversions, conversions.Count > 0 ? ExchangeReason.Converted : reason);
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
    }
}
