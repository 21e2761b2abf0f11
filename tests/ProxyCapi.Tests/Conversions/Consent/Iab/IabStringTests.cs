using CsCheck;
using ProxyCapi.Conversions.Consent.Iab;

namespace ProxyCapi.Tests.Conversions.Consent.Iab;

public sealed class IabStringTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void TryRead_RandomText_NeverThrows() =>
        Gen.String[Gen.Char[Alphabet + "~.=*"], 0, 200].Sample(rest =>
        {
            foreach (var text in new[] { rest, "C" + rest, "DBAB" + rest, "DB" + rest, "1" + rest })
            {
                _ = TcfString.TryRead(text, out var tcf) && tcf.HasVendor(65535);
                _ = GppString.TryRead(text, out _);
                _ = UsPrivacyString.Read(text);
                _ = UsSection.Read(7, text);
            }
        });

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(10, 9, false)]
    [InlineData(0, 0, true)]
    public void TryRead_VendorsAsBits_NeedsAllOfThem(int vendors, int written, bool expected) =>
        Assert.Equal(expected, TcfString.TryRead(Write(Head(vendors, false) + new string('1', written), isFilled: written >= vendors), out _));

    [Fact]
    public void HasVendor_Ranges_KnowsBothEnds()
    {
        var text = Write(Head(100, true) + Bits(2, 12) + "0" + Bits(7, 16) + "1" + Bits(20, 16) + Bits(30, 16), isFilled: true);

        Assert.True(TcfString.TryRead(text, out var consent));
        Assert.Equal([7, 20, 30], new[] { 6, 7, 8, 19, 20, 30, 31 }.Where(consent.HasVendor));
        Assert.False(TcfString.TryRead(text[..^3], out _));
    }

    private static string Head(int maxVendor, bool isRange) => Bits(2, 6) + new string('0', 207) + Bits(maxVendor, 16) + (isRange ? "1" : "0");

    private static string Bits(int value, int length) => Convert.ToString(value, 2).PadLeft(length, '0');

    // Without filling, the bits of a last character that is not full are cut off.
    private static string Write(string bits, bool isFilled)
    {
        var padded = isFilled ? bits.PadRight((bits.Length + 5) / 6 * 6, '0') : bits[..(bits.Length / 6 * 6)];
        return string.Concat(Enumerable.Range(0, padded.Length / 6).Select(i => Alphabet[Convert.ToInt32(padded.Substring(i * 6, 6), 2)]));
    }
}
