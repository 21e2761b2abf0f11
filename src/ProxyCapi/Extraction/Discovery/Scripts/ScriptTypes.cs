using System.Buffers;
using AngleSharp.Dom;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>What the <c>type</c> of a script element makes of it: code, code that waits, code that a consent tool holds back, or data.</summary>
internal static class ScriptTypes
{
    /// <summary>The media types of JavaScript (HTML standard, "JavaScript MIME type").</summary>
    private static readonly HashSet<string> JavaScript = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript", "text/ecmascript", "text/javascript",
        "text/javascript1.0", "text/javascript1.1", "text/javascript1.2", "text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript",
        "text/livescript", "text/x-ecmascript", "text/x-javascript",
    };

    /// <summary>Types by which speed plug-ins keep a script back until the page has loaded or somebody moves; the plug-in then runs it unchanged.</summary>
    private static readonly HashSet<string> Delayed = new(StringComparer.OrdinalIgnoreCase)
    {
        "rocketlazyloadscript", // WP Rocket
        "text/rocketscript", // Cloudflare Rocket Loader, first version
        "litespeed/javascript", // LiteSpeed Cache
        "pmdelayedscript", // Perfmatters
        "javascript/blocked", // WP Meteor
        "nitropack/inlinescript", // NitroPack
        "wphb-delay-type", // Hummingbird
        "text/psajs", // mod_pagespeed, defer_javascript
        "text/phast", // PhastPress
        "o/js-lzl", "o/js-inln", // Seraphinite Accelerator
        "cwvlazyloadscript", // Core Web Vitals & PageSpeed Booster
        "text/debloat-script", // Debloat
        "coreboost/delayed", // CoreBoost
    };

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Attributes by which consent tools say what a blocked script is for.</summary>
    private static readonly string[] ConsentAttributes =
    [
        "data-cookieconsent", "data-cookiecategory", "data-category", "data-consent", "data-consent-category", "data-cookie-category", "data-usercentrics",
        "data-borlabs-cookie-type", "data-borlabs-cookie-id", "data-borlabs-script-blocker-id", "data-cmp-vendor", "data-cmp-src", "data-cmp-purpose",
        "data-cookiefirst-category", "data-iub-purposes", "data-suppressedsrc", "data-termly-config", "data-cookie-consent", "data-cookieyes", "data-cli-category",
        "data-service", "data-purposes", "data-didomi-purposes", "data-requires-vendor-consent", "data-ot-category", "data-hs-category", "data-tracking-category",
    ];

    private static readonly string[] ConsentClasses =
        ["cmplz-", "optanon-category", "_iub_cs_activate", "cmplazyload", "cky-", "cli-", "termly", "osano", "js-cookie-consent", "borlabs"];

    /// <summary>Whether the element is code that runs when the page loads, is held back for consent, or is data.</summary>
    public static ScriptRole RoleOf(IElement script)
    {
        var type = script.GetAttribute("type")?.Trim();
        if (type is null)
        {
            var language = script.GetAttribute("language")?.Trim();
            type = string.IsNullOrEmpty(language) ? "" : $"text/{language}";
        }

        // Parameters make it another type for a browser ("text/javascript; charset=utf-8" does not run), which is not ours to mend.
        if (type.Length == 0 || JavaScript.Contains(type))
        {
            return RunsForItsEvent(script) && !script.HasAttribute("nomodule") ? ScriptRole.Code : ScriptRole.Data;
        }

        return type.Equals("module", StringComparison.OrdinalIgnoreCase) ? ScriptRole.Module
            : Delayed.Contains(type) || IsRocketLoader(type) ? ScriptRole.Code
            : IsHeldBack(script, type) ? ScriptRole.HeldBack
            : ScriptRole.Data;
    }

    /// <summary>Cloudflare's Rocket Loader writes <c>1f2e3d4c-text/javascript</c> and runs it after the page.</summary>
    private static bool IsRocketLoader(string type)
    {
        var dash = type.IndexOf('-', StringComparison.Ordinal);
        return dash is >= 8 and <= 64 && !type.AsSpan(0, dash).ContainsAnyExcept(HexDigits)
            && (JavaScript.Contains(type[(dash + 1)..]) || type.AsSpan(dash + 1).Equals("module", StringComparison.OrdinalIgnoreCase) || dash == type.Length - 1);
    }

    private static bool IsHeldBack(IElement script, string type) =>
        type.Equals("text/plain", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/x-cookie", StringComparison.OrdinalIgnoreCase)
            ? ConsentAttributes.Any(script.HasAttribute) || ConsentClasses.Any(name => script.ClassName?.Contains(name, StringComparison.OrdinalIgnoreCase) == true)
                || script.Attributes.Any(attribute => attribute.Name is "data-type" or "data-name")
            : type.Equals("text/tc_privacy", StringComparison.OrdinalIgnoreCase) || type.Equals("didomi/javascript", StringComparison.OrdinalIgnoreCase);

    // Old Internet Explorer's way to say "run this on load"; the standard keeps it for exactly this pair.
    private static bool RunsForItsEvent(IElement script)
    {
        var target = script.GetAttribute("for")?.Trim();
        var happening = script.GetAttribute("event")?.Trim();
        return target is null || happening is null
            || (target.Equals("window", StringComparison.OrdinalIgnoreCase)
                && (happening.Equals("onload", StringComparison.OrdinalIgnoreCase) || happening.Equals("onload()", StringComparison.OrdinalIgnoreCase)));
    }
}
