using System.Net;
using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Configuration;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>
/// Decides who may see the inspector and change something in it. On a loopback address whoever is on the machine may, but no web page that a browser
/// there has open: not by a name that was made to point here (DNS rebinding), not by a form or a script of another site. Anywhere else a key is asked for.
/// </summary>
internal sealed class InspectorGuard(ActiveRuleSet rules, InspectorSessions sessions)
{
    /// <summary>A header that no form can send, and no script of another site without asking first: every change has to carry it.</summary>
    public const string ChangeHeader = "X-ProxyCapi-Inspector";

    private string? Key => rules.Current.Options.Admin.Key is { Length: > 0 } key ? key : null;

    /// <summary>Why a request is refused before anything is shown; <see langword="null"/> if it is not.</summary>
    public string? Refuse(HttpContext context)
    {
        var isLocal = context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);
        if (Key is null && !isLocal)
        {
            return "The inspector is closed here, because other machines can reach this address: set ProxyCapi:Admin:Key, or listen at 127.0.0.1.";
        }

        if (Key is null && !IsLocalName(context.Request.Host.Host))
        {
            return "The inspector answers to localhost and 127.0.0.1 only. Set ProxyCapi:Admin:Key to reach it by another name.";
        }

        if (Key is null && WasForwarded(context.Request))
        {
            return "The inspector was asked through another proxy, which anybody may stand behind: set ProxyCapi:Admin:Key.";
        }

        if (!IsOfNoOtherSite(context.Request))
        {
            return "Another site's page may not ask the inspector.";
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || IsFromOurPage(context.Request)
            ? null
            : "Only the inspector's own page may change something.";
    }

    /// <summary>Whether whoever asks has shown the key, or needs none.</summary>
    public bool IsKnown(HttpContext context) => Key is not { } key || sessions.Has(context.Request.Cookies[InspectorSessions.CookieName], key) || HasBearer(context.Request, key);

    /// <summary>Whether a text is the key. Takes as long for a wrong one as for a nearly right one.</summary>
    public bool IsKey(string? text) => Key is { } key && text is not null && IsSame(text, key);

    /// <summary>Begins a session for whoever has shown the key.</summary>
    public string BeginSession() => sessions.Begin(Key ?? "");

    private static bool HasBearer(HttpRequest request, string key) =>
        request.Headers.Authorization.ToString() is var field && field.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && IsSame(field["Bearer ".Length..].Trim(), key);

    private static bool IsSame(string text, string key) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool WasForwarded(HttpRequest request) => request.Headers.Keys.Any(name =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase));

    // An image on any page is a GET that nobody meant; who follows a link or types the address comes from "none" or navigates to the page itself.
    private static bool IsOfNoOtherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        || (request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Path == "/");

    // The authority alone: a proxy with TLS in front speaks plain HTTP to this listener.
    private static bool IsFromOurPage(HttpRequest request) =>
        request.Headers.ContainsKey(ChangeHeader)
        && (request.Headers.Origin.Count == 0 || (Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value));
}
