using Microsoft.AspNetCore.Http;

namespace ProxyCapi.Capture;

/// <summary>The headers by which browsers and frameworks say that nobody has seen the page yet (shop-pages.md section 3).</summary>
internal static class PrefetchSignals
{
    private static readonly string[] Names = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];
    private static readonly string[] Purposes = ["prefetch", "prerender", "preview"];

    /// <summary>Whether the request is a prefetch or prerender.</summary>
    public static bool Has(IHeaderDictionary headers)
    {
        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var values) && values.Count > 0 && IsPurpose(values[0]))
            {
                return true;
            }
        }

        return headers.ContainsKey("Next-Router-Prefetch");
    }

    private static bool IsPurpose(ReadOnlySpan<char> value)
    {
        foreach (var purpose in Purposes)
        {
            if (value.Contains(purpose, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
