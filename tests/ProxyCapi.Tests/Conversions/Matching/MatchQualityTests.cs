using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Matching;

namespace ProxyCapi.Tests.Conversions.Matching;

public sealed class MatchQualityTests
{
    [Theory]
    [InlineData("", 0, "low")]
    [InlineData("client_user_agent", 0, "low")]
    [InlineData("client_ip_address client_user_agent", 1.5, "low")]
    [InlineData("client_ip_address client_user_agent fbp", 3, "medium")]
    [InlineData("client_ip_address client_user_agent em fbp", 6, "high")]
    [InlineData("fn ln ct zp", 2, "low")]
    [InlineData("em ph fbp fbc external_id client_ip_address client_user_agent fn ln", 10, "high")]
    [InlineData("madid page_id", 0, "low")]
    public void Estimate_OfTheKeys_GrowsWithWhatMetaCallsHighAndEndsAtTen(string keys, double estimate, string level)
    {
        var found = MatchQuality.Estimate(keys.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((estimate, level), (found, MatchQuality.Level(found)));
    }

    [Fact]
    public void Keys_OfAnEvent_AreThoseThatHaveAValue()
    {
        var user = new UserData { Fbp = "fb.1.1.2", ClientUserAgent = "", ClientIpAddress = "203.0.113.7" };
        user.Hashed["em"] = ["ab"];
        user.Hashed["ph"] = [];
        user.Other["lead_id"] = "1";

        Assert.Equal(["client_ip_address", "em", "fbp", "lead_id"], MatchKeys.Of(user));
        Assert.Equal(MatchKeys.All.Count, MatchKeys.All.Distinct().Count());
    }
}
