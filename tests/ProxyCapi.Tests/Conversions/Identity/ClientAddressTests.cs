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
    [InlineData("8.8.8.8, 8.8.4.4", null)]
    [InlineData("010.0.0.1", null)]
    [InlineData("134744072", null)]
    [InlineData("0x8.8.8.8", null)]
    [InlineData("8.8.8", null)]
    [InlineData("8.8.8.8.8", null)]
    [InlineData("8.8.8.256", null)]
    [InlineData("[8.8.8.8]", null)]
    [InlineData("2001:4860::8888/64", null)]
    [InlineData("::ffff:10.0.0.1", null)]
    [InlineData("192.0.0.8", null)]
    [InlineData("198.19.0.1", null)]
    [InlineData("224.0.0.1", null)]
    [InlineData("100::1", null)]
    [InlineData("fe90::1", null)]
    [InlineData("ff02::1", null)]
    [InlineData("::", null)]
    public void Canonical_Text_IsOnePublicAddressOrNothing(string text, string? expected) => Assert.Equal(expected, ClientAddress.Canonical(text));

    [Fact]
    public void Resolve_AddressWithScope_IsWrittenWithoutIt() => Assert.Equal(
        "2001:4860:4860::8888", ClientAddress.Resolve(null, IPAddress.Parse("2001:4860:4860::8888%3")));

    [Fact]
    public void Canonical_AnyText_NeverThrows() => Gen.OneOf("8", ".", ":", "[", "]", "%", "\"", ",", " ", "ff", "::", "0").Array[0, 20]
        .Select(string.Concat).Sample(text => _ = ClientAddress.Canonical(text));
}
