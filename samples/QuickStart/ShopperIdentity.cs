using System.Globalization;
using System.Security.Cryptography;

namespace QuickStart;

/// <summary>Who shops: a made-up person, with what a browser and the pixel in it would send.</summary>
internal sealed class ShopperIdentity
{
    private ShopperIdentity(DateTimeOffset now)
    {
        ClickId = "IwAR" + Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        var milliseconds = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        // meta-capi.md section 6.1: fb.<dots of the cookie's domain>.<time in ms>.<payload>; localhost has none.
        Fbc = $"fb.0.{milliseconds}.{ClickId}";
        Fbp = $"fb.0.{milliseconds}.{RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>As a person types it: the event carries the hash of the normalised form.</summary>
    public string TypedEmail { get; } = " Ada.Example@Example.com ";

    /// <summary>What Meta hashes (meta-capi.md section 5.3: trimmed, lower case).</summary>
    public string NormalisedEmail { get; } = "ada.example@example.com";

    /// <summary>A public address of RFC 5737's documentation range; the gateway believes the header because loopback is a trusted proxy here.</summary>
    public string ClientAddress { get; } = "203.0.113.42";

    public string UserAgent { get; } = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    /// <summary>The <c>fbclid</c> of the ad that was clicked.</summary>
    public string ClickId { get; }

    /// <summary>Cookie <c>_fbc</c>, as the pixel writes it on the landing page.</summary>
    public string Fbc { get; }

    /// <summary>Cookie <c>_fbp</c>, as the pixel writes it on the first page.</summary>
    public string Fbp { get; }

    /// <summary>Somebody new, who has just clicked an ad.</summary>
    public static ShopperIdentity Create(TimeProvider time) => new(time.GetUtcNow());
}
