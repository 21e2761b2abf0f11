using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>What a shopper does in the shop, and what a strict judge of Meta's rules gets to see of it.</summary>
public sealed class ConversionTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Purchase_InEitherLocale_ArrivesWithExactlyTheRightFields(string locale)
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit(locale);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        var order = await visitor.BuyAsync();

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.InRange((long)purchase["event_time"]!, before, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        purchase.Remove("event_time");
        AssertSame(
            new()
            {
                ["event_name"] = "Purchase",
                ["event_id"] = order.EventId,
                ["action_source"] = "website",
                ["event_source_url"] = $"https://{Visitor.Host}{order.Path}",
                ["referrer_url"] = $"https://{Visitor.Host}/{locale}/checkout",
                ["user_data"] = Buyer(),
                ["custom_data"] = new JsonObject
                {
                    ["value"] = 1322.50m,
                    ["currency"] = "EUR",
                    ["order_id"] = order.Number,
                    ["content_ids"] = new JsonArray("CHR-OAK-04", "CND-SET-08"),
                    ["contents"] = new JsonArray(
                        new JsonObject { ["id"] = "CHR-OAK-04", ["quantity"] = 1, ["item_price"] = 1249.00m },
                        new JsonObject { ["id"] = "CND-SET-08", ["quantity"] = 3, ["item_price"] = 24.50m }),
                    ["content_type"] = "product",
                    ["num_items"] = 4,
                },
            },
            purchase);
        stack.AssertSpotless();
    }

    [Fact]
    public async Task ThankYouPage_ReloadedThreeTimes_GivesOneEvent()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        await stack.SettleAsync();

        for (var i = 0; i < 3; i++)
        {
            await visitor.ReloadAsync(order);
        }

        Assert.Single(await stack.SettleAsync());
        Assert.Equal((1, 3), (stack.Books.Outcome("accepted"), stack.Books.Outcome("duplicate")));
        stack.AssertSpotless();
    }

    [Fact]
    public async Task DeclinedPayment_GivesNoEvent()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();

        await visitor.BuyAsync(payment: "declined");
        await visitor.OrderByApiAsync(payment: "declined");

        Assert.Empty(await stack.SettleAsync());
        Assert.Equal((2, 2), (stack.Books.ExchangesObserved, stack.Books.Outcome("nothing/condition")));
    }

    [Fact]
    public async Task ContactForm_Sent_GivesALead()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();

        var reference = await visitor.AskAsync();

        var lead = Assert.Single(await stack.SettleAsync());
        lead.Remove("event_time");
        AssertSame(
            new()
            {
                ["event_name"] = "Lead",
                ["event_id"] = $"lead-{reference}",
                ["action_source"] = "website",
                ["event_source_url"] = $"https://{Visitor.Host}/en/contact",
                ["referrer_url"] = $"https://{Visitor.Host}/en/checkout",
                ["user_data"] = Buyer("ct", "zp", "country"),
            },
            lead);
        stack.AssertSpotless();
    }

    [Fact]
    public async Task JsonOrder_GivesAPurchaseOfThePageItWasMadeOn()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();

        var number = await visitor.OrderByApiAsync();

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.Equal(
            ($"purchase-{number}", $"https://{Visitor.Host}/en/checkout"), ((string?)purchase["event_id"], (string?)purchase["event_source_url"]));
        AssertSame(Buyer(), purchase["user_data"]!.AsObject());
        AssertSame(
            new()
            {
                ["value"] = 79.90m,
                ["currency"] = "EUR",
                ["order_id"] = number,
                ["content_ids"] = new JsonArray("VAS-CER-07"),
                ["contents"] = new JsonArray(new JsonObject { ["id"] = "VAS-CER-07", ["quantity"] = 2, ["item_price"] = 39.95m }),
                ["content_type"] = "product",
                ["num_items"] = 2,
            },
            purchase["custom_data"]!.AsObject());
        stack.AssertSpotless();
    }

    [Fact]
    public async Task TwoPixels_EachGetsTheEventWithItsOwnToken()
    {
        await using var stack = await ShopStack.StartAsync("--ProxyCapi:Pixels:second:Id=9876543210", "--ProxyCapi:Pixels:second:AccessToken=another-token");
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();

        await stack.SettleAsync();
        Assert.Equal(
            [("1234567890", order.EventId), ("9876543210", order.EventId)],
            stack.Journal.Events.Select(accepted => (accepted.Pixel, accepted.EventId!)).Order());
        stack.AssertSpotless();
    }

    /// <summary>What is known of the visitor, without some of it.</summary>
    private static JsonObject Buyer(params string[] unknown)
    {
        var buyer = new JsonObject
        {
            ["client_ip_address"] = Visitor.Address,
            ["client_user_agent"] = Visitor.UserAgent,
            ["fbc"] = Visitor.Fbc,
            ["fbp"] = Visitor.Fbp,
            ["em"] = Hash("grace.example@example.com"),
            ["ph"] = Hash("442079460101"),
            ["fn"] = Hash("grace"),
            ["ln"] = Hash("example"),
            ["ct"] = Hash("london"),
            ["zp"] = Hash("ec1a1bb"),
            ["country"] = Hash("gb"),
        };
        foreach (var key in unknown)
        {
            buyer.Remove(key);
        }

        return buyer;
    }

    private static JsonArray Hash(string normalised) => [Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalised)))];

    private static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}\nbut found {actual.ToJsonString()}");
}
