namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Names that belong to the browser and not to the page.</summary>
internal static class HostNames
{
    private static readonly HashSet<string> Objects = new(StringComparer.Ordinal)
    {
        "document", "navigator", "location", "history", "screen", "console", "localStorage", "sessionStorage", "performance", "crypto", "caches", "indexedDB",
        "Math", "JSON", "Reflect", "Intl",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "Object", "Array", "String", "Number", "Boolean", "Function", "Symbol", "Date", "RegExp", "Error", "TypeError", "Promise", "Map", "Set", "WeakMap",
        "WeakSet", "Proxy", "Image", "XMLHttpRequest", "URL", "URLSearchParams", "Event", "CustomEvent", "MutationObserver", "IntersectionObserver", "FormData",
        "parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "escape", "unescape", "atob", "btoa",
        "setTimeout", "setInterval", "clearTimeout", "clearInterval", "requestAnimationFrame", "requestIdleCallback", "cancelAnimationFrame", "queueMicrotask", "addEventListener", "attachEvent",
        "removeEventListener", "dispatchEvent", "alert", "confirm", "prompt", "getComputedStyle", "matchMedia", "eval", "open", "close", "scrollTo", "scroll",
    };

    /// <summary>Host calls that say something of an event.</summary>
    private static readonly HashSet<string> Telling = new(StringComparer.Ordinal) { "Image.src", "document.write", "document.writeln", "navigator.sendBeacon" };

    /// <summary>Whether the global name is the browser's.</summary>
    public static bool IsHost(string name) => Objects.Contains(name) || Functions.Contains(name);

    /// <summary>Whether every browser has it, so that a test for it is true.</summary>
    public static bool IsAlwaysThere(string path) =>
        IsHost(path) || path is "document.addEventListener" or "document.createElement" or "document.querySelector" or "document.getElementById"
            or "document.body" or "document.head" or "document.documentElement" or "Array.prototype" or "Object.assign" or "Array.isArray" or "navigator.userAgent";

    /// <summary>What <c>typeof</c> says of it.</summary>
    public static string? TypeOf(string path) => Objects.Contains(path) ? "object" : Functions.Contains(path) ? "function" : null;

    /// <summary>Whether a call of this name may be of interest to anybody who looks for events.</summary>
    public static bool IsWorthRecording(string callee)
    {
        var dot = callee.IndexOf('.', StringComparison.Ordinal);
        var root = dot < 0 ? callee : callee[..dot];
        return !IsHost(root) ? root is not ("jQuery" or "$") : Telling.Contains(callee);
    }
}
