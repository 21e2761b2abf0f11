using System.Buffers;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Conversions.Noise;

/// <summary>Knows the agents of crawlers, link previews, monitors and command line tools by what they call themselves.</summary>
internal static class CrawlerAgents
{
    private static readonly SearchValues<string> Words = SearchValues.Create([.. EmbeddedData.ReadLines("crawler-agents.txt")], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a user agent names one.</summary>
    public static bool IsMatch(string userAgent) => userAgent.AsSpan().ContainsAny(Words);
}
