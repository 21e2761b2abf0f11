using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Configuration;

namespace ProxyCapi.Delivery;

/// <summary>The parts of a request that do not depend on its events (meta-capi.md section 1).</summary>
internal static class GraphRequest
{
    /// <summary>Most events Meta takes in one request (meta-capi.md section 1.2).</summary>
    public const int MaxEvents = 1000;

    /// <summary>Who we are: fewer than 23 characters, at least two letters (meta-capi.md section 1.1).</summary>
    public const string PartnerAgent = "proxycapi-0.1";

    /// <summary><c>{base}/{version}/{pixel}/events</c>; carries no secret.</summary>
    public static Uri Address(GraphOptions graph, string pixelId) =>
        new($"{graph.BaseAddress.TrimEnd('/')}/{graph.Version}/{pixelId}/events");

    /// <summary>HMAC-SHA256 of the token with the app's secret, lower-case hex; <see langword="null"/> without a secret.</summary>
    public static string? AppSecretProof(CompiledPixel pixel) =>
        string.IsNullOrEmpty(pixel.AppSecret) || pixel.AccessToken is null
            ? null
            : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(pixel.AppSecret), Encoding.UTF8.GetBytes(pixel.AccessToken)));
}
