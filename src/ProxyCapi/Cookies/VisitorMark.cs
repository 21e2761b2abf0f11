using System.Net;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Cookies;

/// <summary>
/// What the first requests of one browser have in common before it has a cookie. Not unique, so it is trusted for seconds only: behind one
/// address two browsers of the same build and language are told apart by nothing.
/// </summary>
internal sealed record VisitorMark(string Address, string Agent, string Languages)
{
    private static readonly string[] Forwarding = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto", "X-Forwarded-Host"];

    /// <summary>
    /// The mark of a request; <see langword="null"/> where its client is not known. A proxy that nobody named has one address for all its visitors, and
    /// one person's id must not be given to the next: it shows in an address that is not public. This machine's own is taken where nothing was forwarded.
    /// </summary>
    public static VisitorMark? Of(IPAddress? client, IReadOnlyDictionary<string, StringValues> headers)
    {
        var isDirect = client is not null && IPAddress.IsLoopback(client) && !Array.Exists(Forwarding, headers.ContainsKey);
        var address = isDirect ? client!.ToString() : ClientAddress.Resolve(null, client);
        return address is null ? null : new(address, Field(HeaderNames.UserAgent), Field(HeaderNames.AcceptLanguage));

        string Field(string name) => headers.TryGetValue(name, out var values) ? values.ToString() : "";
    }
}
