using System.Text;
using System.Text.Json.Nodes;
using ProxyCapi.Conversions.Normalization;
using ProxyCapi.Gateway.CommandLine.Outbox;

namespace ProxyCapi.FunctionalTests.Outbox;

public sealed class PayloadMaskTests
{
    private const string Digest = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f";

    [Theory]
    [InlineData("em", Digest, "62a14e44…")]
    [InlineData("em", "anna@example.com", "… (16 characters)")]
    [InlineData("client_ip_address", "203.0.113.7", "203.…")]
    [InlineData("client_ip_address", "2001:db8::7", "2001:…")]
    [InlineData("client_ip_address", "oops", ".…")]
    [InlineData("client_user_agent", "Mozilla/5.0 (X11; Linux x86_64) Secret/1", "Mozilla/5.0… (40 characters)")]
    [InlineData("fbc", "fb.1.1554763741205.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk", "fb.1.1554763741205.…")]
    [InlineData("fbp", "fb.1.1558571054389.1098115397", "fb.1.1558571054389.…")]
    [InlineData("fbp", "1098115397", "… (10 characters)")]
    [InlineData("a_key_of_tomorrow", "anything", "… (8 characters)")]
    public void Mask_OneValue_ShowsOnlyWhatTellsNothingOfTheBuyer(string key, string value, string expected) => Assert.Equal(expected, PayloadMask.Mask(key, value));

    [Fact]
    public void Apply_EveryKeyOfUserData_IsMaskedAndNothingElse()
    {
        var user = new JsonObject { ["client_ip_address"] = "203.0.113.7", ["client_user_agent"] = "Mozilla/5.0 Secret", ["fbp"] = "fb.1.2.3333333333" };
        foreach (var key in UserDataKeys.Hashed)
        {
            user[key] = new JsonArray(Digest, Digest);
        }

        foreach (var key in UserDataKeys.Plain.Concat(UserDataKeys.Numbers))
        {
            user[key] = UserDataKeys.Numbers.Contains(key) ? JsonValue.Create(123456789012345) : "plain-text-id";
        }

        var payload = new JsonObject
        {
            ["event_name"] = "Purchase",
            ["event_source_url"] = "https://shop.example.com/thanks",
            ["user_data"] = user,
            ["custom_data"] = new JsonObject { ["value"] = 10.50, ["currency"] = "EUR", ["order_id"] = "4711" },
        };

        var shown = PayloadMask.Apply(Encoding.UTF8.GetBytes(payload.ToJsonString()))!;

        Assert.Equal("https://shop.example.com/thanks", (string?)shown["event_source_url"]);
        Assert.True(JsonNode.DeepEquals(payload["custom_data"], shown["custom_data"]));
        Assert.Equal(user.Count, shown["user_data"]!.AsObject().Count);
        var text = shown["user_data"]!.ToJsonString();
        Assert.All(
            [Digest, Digest[..9], "0.113.7", "Secret", "3333333333", "plain-text-id", "123456789012345"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Equal(2, shown["user_data"]!["em"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("")]
    public void Apply_NoJsonObject_ShowsNothing(string payload) => Assert.Null(PayloadMask.Apply(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Apply_UserDataOfAnotherShape_IsHidden() =>
        Assert.Equal("…", (string?)PayloadMask.Apply("""{"user_data":"anna@example.com"}"""u8.ToArray())!["user_data"]);
}
