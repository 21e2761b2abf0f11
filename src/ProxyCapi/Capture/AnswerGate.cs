using System.Net;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>What an answer's status and header fields say of it, before a byte of its body is read: who wants it, and whether it can be read.</summary>
internal static class AnswerGate
{
    /// <summary>Which rules the answer may prove, and whether it is searched without one. The reason of the first rule stands for all.</summary>
    /// <returns><see cref="ExchangeReason.Converted"/> if anybody wants it, else why not.</returns>
    public static ExchangeReason Check(
        HttpResponseMessage response, RuleMatch[] matches, CompiledDiscovery? discovery, out RuleMatch[] passed, out bool isSearched)
    {
        (passed, isSearched) = ([], false);

        // An upgraded connection; over HTTP/2 it is a CONNECT with status 200.
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || response.RequestMessage?.Method == HttpMethod.Connect)
        {
            return ExchangeReason.Status;
        }

        var contentType = HeaderSnapshot.Get(response.Content.Headers, "Content-Type");
        var status = (int)response.StatusCode;
        var first = ExchangeReason.Converted;
        var count = 0;
        foreach (var match in matches)
        {
            var reason = match.Rule.Gate.Check(status, contentType);
            count += reason == ExchangeReason.Converted ? 1 : 0;
            first = first == ExchangeReason.Converted ? reason : first;
        }

        passed = count == matches.Length ? matches : Passing(matches, status, contentType);
        var searching = discovery?.Gate.Check(status, contentType);
        isSearched = searching == ExchangeReason.Converted;
        return count > 0 || isSearched ? ExchangeReason.Converted : matches.Length > 0 ? first : searching ?? ExchangeReason.Status;
    }

    /// <summary>Why a body is not worth copying; <see langword="null"/> if it may be.</summary>
    public static ExchangeReason? Refusal(HttpContent content, int maxBytes) =>
        content.Headers.ContentLength > maxBytes ? ExchangeReason.TooLarge
        : !ContentCodingNames.AreKnown(HeaderSnapshot.Get(content.Headers, "Content-Encoding")) ? ExchangeReason.Undecodable
        : null;

    /// <summary>What to look for in the body as it comes; <see langword="null"/> for what is compressed, or UTF-16: it has to be decoded first, which is not done here.</summary>
    public static ByteMarkers? MarkersOf(HttpContent content, CompiledDiscovery discovery)
    {
        var contentType = HeaderSnapshot.Get(content.Headers, "Content-Type");
        var isCoded = HeaderSnapshot.Get(content.Headers, "Content-Encoding") is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase);
        return isCoded || CompiledDiscovery.IsWide(contentType) ? null : discovery.MarkersOf(contentType);
    }

    /// <summary>How long the end of the answer may wait for its events; <see langword="null"/> if no rule asks for that.</summary>
    public static TimeSpan? LongestWait(RuleMatch[] passed)
    {
        TimeSpan? longest = null;
        foreach (var match in passed)
        {
            if (match.Rule.AwaitDurable is { } timeout && !(timeout <= longest))
            {
                longest = timeout;
            }
        }

        return longest;
    }

    // Apart, so that nobody pays for its closure whose rules all fit.
    private static RuleMatch[] Passing(RuleMatch[] matches, int status, string? contentType) =>
        [.. matches.Where(match => match.Rule.Gate.Check(status, contentType) == ExchangeReason.Converted)];
}
