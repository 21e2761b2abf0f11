using System.Net;
using CsCheck;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Tests.Conversions.Identity;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("8.8.8.8:1234", "8.8.8.8")]
    [InlineData("\"[2001:4860:4860::8888]:443\"", "2001:4860:4860::8888")]
    [InlineData("[2001:4860:4860::8888%eth0]", "2001:4860:4860::8888")]
    [InlineData("::ffff:808:808", "8.8.8.8")]
    [InlineData("011.8.8.8, 8.8.4.4", "8.8.4.4")]
    [InlineData("0x8.8.8.8,8.8.8,8.8.8.8.8,8.8.8.256", null)]
    [InlineData("[8.8.8.8]", null)]
    [InlineData("2001:4860::8888/64", null)]
    [InlineData("::ffff:10.0.0.1, 192.0.0.8, 198.19.0.1, 224.0.0.1, 100::1, fe90::1, ff02::1, ::", null)]
    public void FirstPublic_Header_GivesTheFirstPublicEntry(string header, string? expected) =>
        Assert.Equal(expected, ClientAddress.FirstPublic(header)?.ToString());

    [Fact]
    public void Resolve_AddressWithScope_IsWrittenWithoutIt() => Assert.Equal(
        "2001:4860:4860::8888", ClientAddress.Resolve(null, IPAddress.Parse("2001:4860:4860::8888%3")));

    [Fact]
    public void FirstPublic_AnyText_NeverThrows() => Gen.OneOf("8", ".", ":", "[", "]", "%", "\"", ",", " ", "ff", "::", "0").Array[0, 20]
        .Select(string.Concat).Sample(text => _ = ClientAddress.FirstPublic(text));
}
