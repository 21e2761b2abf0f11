using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ProxyCapi.TestVisits;

/// <summary>What a signed test link says: whoever carries it tests one pixel until a time.</summary>
/// <param name="Pixel">The pixel's name in the configuration.</param>
/// <param name="Code">Code of Meta's test tab.</param>
/// <param name="Expires">Until when, to the second.</param>
internal sealed record TestTicket(string Pixel, string Code, DateTimeOffset Expires)
{
    /// <summary>Name of the query parameter and of the cookie. "token" in it takes it out of every address that is sent (UrlCleaner).</summary>
    public const string Name = "proxycapi_test_token";

    /// <summary>The longest that a ticket may be good for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const int LongestText = 1000;

    /// <summary>The ticket as text for a URL or a cookie, signed with HMAC-SHA256.</summary>
    public string Sign(byte[] key)
    {
        var payload = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Expires.ToUnixTimeSeconds()}\n{Pixel}\n{Code}"));
        return $"{WebEncoders.Base64UrlEncode(payload)}.{WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, payload))}";
    }

    /// <summary>The ticket that a text stands for; <see langword="null"/> if it is none, was not signed with the key, or is over.</summary>
    public static TestTicket? Read(string? text, byte[] key, DateTimeOffset now)
    {
        if (text is null || text.Length > LongestText || text.Split('.') is not [var body, var signature])
        {
            return null;
        }

        try
        {
            var payload = WebEncoders.Base64UrlDecode(body);
            return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), WebEncoders.Base64UrlDecode(signature))
                && Encoding.UTF8.GetString(payload).Split('\n') is [var seconds, var pixel, var code]
                && DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture)) is var expires && expires > now
                ? new TestTicket(pixel, code, expires)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
