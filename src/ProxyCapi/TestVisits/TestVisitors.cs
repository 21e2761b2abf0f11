using ProxyCapi.Capture;
using ProxyCapi.Conversions;

namespace ProxyCapi.TestVisits;

/// <summary>Knows who visits with a test link. Nobody else is touched: without the cookie's name in the request nothing is even looked up.</summary>
internal sealed class TestVisitors(TestKeyFile file, TimeProvider time)
{
    private volatile byte[]? _key;

    /// <summary>The ticket that a text stands for, if it is good.</summary>
    public TestTicket? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // The file is read anew when a ticket does not fit: it may have been made, or deleted, since.
        var now = time.GetUtcNow();
        return (_key is { } key ? TestTicket.Read(text, key, now) : null) ?? (Load() is { } fresh ? TestTicket.Read(text, fresh, now) : null);
    }

    /// <summary>The code that an exchange's events carry for a pixel; <see langword="null"/>: they are no test.</summary>
    public string? CodeOf(Exchange exchange, string pixel)
    {
        if (!exchange.RequestHeaders.TryGetValue("Cookie", out var cookies) || !Mentions(cookies.ToString()))
        {
            return null;
        }

        return Read(new RequestCookies(exchange.RequestHeaders).Find(TestTicket.Name)) is { } ticket && string.Equals(ticket.Pixel, pixel, StringComparison.OrdinalIgnoreCase)
            ? ticket.Code
            : null;
    }

    /// <summary>Whether a header or a query is worth a closer look.</summary>
    public static bool Mentions(string? text) => text is not null && text.Contains(TestTicket.Name, StringComparison.Ordinal);

    private byte[]? Load()
    {
        try
        {
            return _key = file.Read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
