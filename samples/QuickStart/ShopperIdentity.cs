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
        // fb.<dots of the cookie's domain>.<time in ms>.<payload>; loopback has no domain.
        Fbc = $"fb.0.{milliseconds}.{ClickId}";
        Fbp = $"fb.0.{milliseconds}.{RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The checkout form as a person types it. The telephone number is one that is kept for films and plays.</summary>
    public IReadOnlyDictionary<string, string> CheckoutFields { get; } = new Dictionary<string, string>
    {
        ["billing_email"] = " Ada.Example@Example.com ",
        ["billing_phone"] = "020 7946 0958",
        ["billing_first_name"] = "Ada",
        ["billing_last_name"] = "O'Example",
        ["billing_address_1"] = "12 Example Street",
        ["billing_postcode"] = "SW1A 1AA",
        ["billing_city"] = "London",
        ["billing_country"] = "GB",
    };

    /// <summary>What Meta wants to see the SHA-256 of, by its key.</summary>
    public IReadOnlyDictionary<string, string> Normalised { get; } = new Dictionary<string, string>
    {
        ["em"] = "ada.example@example.com",
        ["ph"] = "442079460958",
        ["fn"] = "ada",
        ["ln"] = "oexample",
        ["zp"] = "sw1a1aa",
        ["ct"] = "london",
        ["country"] = "gb",
    };

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
    public static ShopperIdentity Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time.GetUtcNow());
    }
}
