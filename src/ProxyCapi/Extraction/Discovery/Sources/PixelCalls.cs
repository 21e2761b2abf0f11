using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>The calls of the Meta pixel's function, under each of its names.</summary>
internal static class PixelCalls
{
    /// <summary>The arguments if it is one, else nothing.</summary>
    public static IReadOnlyList<JToken> Arguments(ScriptCall call) => call.Callee switch
    {
        "fbq" or "_fbq" or "window.fbq" or "window._fbq" => call.Arguments,

        // The oldest way: _fbq.push(['track', 'Purchase', { … }])
        "_fbq.push" or "fbq.push" when call.Arguments is [JArray list] => [.. list],
        _ => [],
    };

    /// <summary>
    /// The event that a call tells of; <see langword="null"/> if it tells of none. <c>trackEvent</c> is what plug-ins name their own <c>track</c>.
    /// </summary>
    public static PixelCall? Read(ScriptCall call)
    {
        var arguments = Arguments(call);
        var method = arguments.Count > 0 ? JsonFields.AsText(arguments[0]) : null;
        var skipped = method switch
        {
            "track" or "trackCustom" or "trackEvent" => 1,
            "trackSingle" or "trackSingleCustom" => 2,
            _ => 0,
        };
        return skipped > 0 && JsonFields.AsText(arguments.ElementAtOrDefault(skipped)) is { } name
            ? new PixelCall(
                method!,
                name,
                skipped == 2 ? JsonFields.AsText(arguments[1]) ?? "" : null,
                JsonFields.AsObject(arguments.ElementAtOrDefault(skipped + 1)),
                JsonFields.AsObject(arguments.ElementAtOrDefault(skipped + 2)))
            : null;
    }
}
