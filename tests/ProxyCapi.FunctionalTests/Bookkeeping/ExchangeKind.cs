using System.Net;

namespace ProxyCapi.FunctionalTests.Bookkeeping;

/// <summary>A kind of exchange: what it looks like, and what the books must say of it.</summary>
/// <param name="Name">Its name, and a segment of its path.</param>
/// <param name="Count">How many are played.</param>
/// <param name="Exchange">The outcome of each exchange.</param>
/// <param name="Event">The outcome of each one's event; <see langword="null"/>: it gives none.</param>
internal sealed record ExchangeKind(string Name, int Count, string Exchange, string? Event = null)
{
    /// <summary>Whether the rule's path fits it; else discovery alone looks at it.</summary>
    public bool IsOfARule { get; init; } = true;

    /// <summary>The first segment of its path.</summary>
    public string Folder => IsOfARule ? "order" : "page";

    /// <summary>The site's answer to the n-th.</summary>
    public Func<int, HttpResponseMessage> Answer { get; init; } = _ => Html("<p>nothing</p>");

    /// <summary>What the request of the n-th has beside its path.</summary>
    public Action<HttpRequestMessage, int> Request { get; init; } = (_, _) => { };

    /// <summary>An HTML page.</summary>
    public static HttpResponseMessage Html(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent($"<!doctype html><html><body>{body}</body></html>", System.Text.Encoding.UTF8, "text/html") };

    /// <summary>A confirmation as the rule reads it.</summary>
    public static HttpResponseMessage Confirmation(int order, string total = "19.90 EUR") =>
        Html($"<p class='order-number'>{order}</p><p class='total'>{total}</p><p class='email'>buyer{order}@shop.example</p>");
}
