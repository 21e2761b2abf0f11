using System.Security.Cryptography;
using System.Text;
using CsCheck;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Tests.Conversions.Normalization;

public sealed class UserDataHasherTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly NormalizationContext Context = new(null, 2026);

    // Any UTF-16, lone surrogates included, and texts that are nearly right.
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char['\0', '\uFFFF'].Array[0, 40].Select(characters => new string(characters)),
        Gen.OneOf(" ", "\u0130", "\u03A3", "a", "B", "7", "0", "@", ".", "-", "'", "+", "(0)", "é", "\uD800", "\uFEFF", "united", "states", "2a6a84e9")
            .Array[0, 12].Select(string.Concat));

    public static TheoryData<string> Keys => [.. UserDataKeys.Hashed.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Normalize_AnyText_NeverThrowsAndNeverGivesNothingToHash(string key) =>
        AnyText.Select(Gen.OneOf<string?>(null, "us", "de", "it")).Sample((text, country) =>
            UserDataHasher.Normalize(key, text, Context with { Country = country }, out _) is null or { Length: > 0 });

    // Not f5first and f5last: a name cut after a space is trimmed the next time.
    [Theory]
    [InlineData("em")]
    [InlineData("fn")]
    [InlineData("st")]
    [InlineData("fi")]
    [InlineData("dobm")]
    [InlineData("ge")]
    [InlineData("db")]
    [InlineData("ct")]
    [InlineData("ph")]
    [InlineData("zp")]
    [InlineData("country")]
    [InlineData("external_id")]
    [InlineData("dobd")]
    [InlineData("doby")]
    public void Normalize_ItsOwnResult_ChangesNothing(string key) => AnyText.Sample(text =>
    {
        var once = UserDataHasher.Normalize(key, text, Context, out _);
        return once is null || UserDataHasher.Normalize(key, once, Context, out _) == once;
    });

    [Theory]
    [MemberData(nameof(Keys))]
    public void HashValue_OfAHash_IsTheHash(string key) => Gen.Byte.Array[32].Sample(bytes =>
    {
        var sha256 = Convert.ToHexStringLower(bytes);
        return UserDataHasher.HashValue(key, sha256, Context) == sha256
            && UserDataHasher.HashValue(key, $" {sha256.ToUpperInvariant()}\n", Context) == sha256
            && UserDataHasher.HashValue(key, sha256[..32], Context) == sha256[..32]
            && UserDataHasher.HashValue(key, sha256 + ".BQ", Context) == sha256 + ".BQ";
    });

    [Fact]
    public void Hash_SeveralSpellingsOfOneValue_GivesOneHash()
    {
        var result = Hash(new() { ["em"] = ["A@example.com", " a@EXAMPLE.com ", "b@example.com"] });

        Assert.Equal([Sha256("a@example.com"), Sha256("b@example.com")], result.Hashed["em"]);
        Assert.Empty(result.Dropped);
    }

    [Fact]
    public void Hash_UnusableValue_DropsTheValueAndNamesTheKey()
    {
        var result = Hash(new() { ["em"] = ["nobody", "a@example.com"], ["ph"] = ["911"], ["fn"] = ["Ann"] });

        Assert.Equal([Sha256("a@example.com")], result.Hashed["em"]);
        Assert.False(result.Hashed.ContainsKey("ph"));
        Assert.Equal([Sha256("ann")], result.Hashed["fn"]);
        Assert.Equal(["em", "ph"], result.Dropped);
    }

    [Fact]
    public void Hash_BlankValue_IsAbsentRatherThanDropped()
    {
        var result = Hash(new() { ["em"] = ["", " \uFEFF "], ["anon_id"] = [" "], ["lead_id"] = [""] });

        Assert.Empty(result.Hashed);
        Assert.Empty(result.Plain);
        Assert.Empty(result.Numbers);
        Assert.Empty(result.Dropped);
    }

    [Fact]
    public void Hash_IdentifiersThatAreNotHashed_GoOutAsTheyAre()
    {
        var result = Hash(new() { ["subscription_id"] = [" Sub-1 "], ["lead_id"] = ["1234567890123456"], ["fb_login_id"] = ["x7"], ["card"] = ["4111"] });

        Assert.Equal("Sub-1", Assert.Single(result.Plain).Value);
        Assert.Equal(1234567890123456, Assert.Single(result.Numbers).Value);
        Assert.Equal(["fb_login_id"], result.Dropped);
        Assert.Empty(result.Hashed);
    }

    [Theory]
    [InlineData("Germany", "US", "0151 12345678", "4915112345678")]
    [InlineData(null, "GB", "020 7946 0958", "442079460958")]
    [InlineData("somewhere", "FR", "01 23 45 67 89", "33123456789")]
    [InlineData("IT", null, "06 1234 5678", "390612345678")]
    [InlineData("ES", null, "612 34 56 78", "34612345678")]
    [InlineData("HU", null, "06 30 123 4567", "36301234567")]
    [InlineData("US", "DE", "+49 (0)151 12345678", "4915112345678")]
    [InlineData(null, null, "0151 12345678", "15112345678")]
    [InlineData("2a6a84e9e44441afbd75cc19ce28be37", "DE", "0151 12345678", "15112345678")]
    public void Hash_Phone_IsOfTheOrdersCountryThenOfTheSites(string? order, string? site, string phone, string expected)
    {
        var data = new Dictionary<string, List<string>> { ["ph"] = [phone] };
        if (order is not null)
        {
            data["country"] = [order];
        }

        Assert.Equal([Sha256(expected)], UserDataHasher.Hash(data, site, Now).Hashed["ph"]);
    }

    [Theory]
    [InlineData("US", "94035-1234", "94035")]
    [InlineData("US", "940351234", "94035")]
    [InlineData("DE", "940351234", "940351234")]
    public void Hash_Zip_IsCutToFiveDigitsInTheUnitedStatesOnly(string country, string zip, string expected) =>
        Assert.Equal([Sha256(expected)], Hash(new() { ["zp"] = [zip], ["country"] = [country] }).Hashed["zp"]);

    [Theory]
    [InlineData(2026, "20260101")]
    [InlineData(2025, null)]
    public void Hash_BirthDate_IsNotAfterTheYearOfTheEvent(int year, string? expected) => Assert.Equal(
        expected, BirthDateNormalizer.Normalize("2026-01-01", new NormalizationContext(null, year)));

    private static HashedUserData Hash(Dictionary<string, List<string>> data) => UserDataHasher.Hash(data, null, Now);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
