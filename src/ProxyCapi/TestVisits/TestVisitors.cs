using ProxyCapi.Capture;
using ProxyCapi.Conversions;

namespace ProxyCapi.TestVisits;

/// <summary>Knows who visits with a test link. Nobody else is touched: without the cookie's name in the request nothing is even looked up.</summary>
internal sealed class TestVisitors(TestKeyFile file, TimeProvider time)
{
    /// <summary>A file that has come, or gone, is noticed so soon; and nobody who sends rubbish makes the disk work for it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private byte[]? _key;
    private long? _lookedAt;

    /// <summary>The ticket that a text stands for, if it is good.</summary>
    public TestTicket? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Key() is { } key ? TestTicket.Read(text, key, time.GetUtcNow()) : null;
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

    private byte[]? Key()
    {
        lock (_lock)
        {
            if (_lookedAt is { } looked && time.GetElapsedTime(looked) < LookEvery)
            {
                return _key;
            }

            _lookedAt = time.GetTimestamp();
            try
            {
                return _key = file.Read();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return _key = null;
            }
        }
    }
}
