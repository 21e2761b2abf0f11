using System.Text.Json.Nodes;
using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions;

public sealed class ServerEventFactoryTests : IDisposable
{
    private static readonly (string Name, string Value)[] Browser = [("User-Agent", "Mozilla/5.0"), ("Cookie", "_fbp=fb.1.1700000000000.1116446470")];

    private readonly ConversionHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("198.51.100.9", "198.51.100.9")]
    [InlineData("::ffff:8.8.8.8", "8.8.8.8")]
    [InlineData("010.0.0.1", "203.0.113.7")]
    [InlineData("134744072", "203.0.113.7")]
    [InlineData("8.8.8.8, 8.8.4.4", "203.0.113.7")]
    [InlineData("10.0.0.5", "203.0.113.7")]
    [InlineData("8.8.8.8:1234", "8.8.8.8")]
    [InlineData("", "203.0.113.7")]
    public async Task Create_RuleSaysTheAddress_CountsIfItIsOne(string said, string expected)
    {
        var purchase = ConversionHarness.Purchase();
        purchase.UserData["client_ip_address"] = [said];
        purchase.UserData["fbp"] = ["rubbish"];
        purchase.UserData["fbc"] = ["", "fb.1.1700000000000.abc"];
        using var harness = new ConversionHarness();

        var user = (await harness.EventAsync(purchase, new TestExchange { RequestHeaders = [("Cookie", "_fbp=fb.1.1700000000000.7; _fbc=fb.1.1700000000000.old")] }))["user_data"]!;

        Assert.Equal(expected, user["client_ip_address"]!.GetValue<string>());
        Assert.Equal("fb.1.1700000000000.7", user["fbp"]!.GetValue<string>());
        Assert.Equal("fb.1.1700000000000.abc", user["fbc"]!.GetValue<string>());
    }

    [Fact]
    public async Task Create_FullPurchase_IsTheEventOfMetasPages()
    {
        var conversion = ConversionHarness.Purchase(("coupon", "SALE"));
        conversion.UserData["ph"] = ["+49 30 1234567"];
        conversion.Contents.Add(Line(("id", "A"), ("quantity", "2"), ("item_price", "4.00")));
        conversion.Contents.Add(Line(("id", "B"), ("quantity", "1"), ("item_price", "2.50")));
        var page = TestExchange.Page("") with { Path = "/thanks", Query = "?fbclid=IwAR2F4", RequestHeaders = [.. Browser, ("Referer", "https://shop.example/checkout")] };

        var sent = await _harness.EventAsync(conversion, page);

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""
                {
                  "event_name": "Purchase", "event_time": 1700000000, "event_id": "{{sent["event_id"]}}", "action_source": "website",
                  "event_source_url": "https://shop.example/thanks?fbclid=IwAR2F4", "referrer_url": "https://shop.example/checkout",
                  "user_data": {
                    "em": ["{{Sha256("a@b.example")}}"], "ph": ["{{Sha256("49301234567")}}"],
                    "client_ip_address": "203.0.113.7", "client_user_agent": "Mozilla/5.0", "fbc": "fb.1.1700000000000.IwAR2F4", "fbp": "fb.1.1700000000000.1116446470"
                  },
                  "custom_data": {
                    "value": 10.50, "currency": "EUR", "order_id": "1001", "content_ids": ["A", "B"],
                    "contents": [{ "id": "A", "quantity": 2, "item_price": 4.00 }, { "id": "B", "quantity": 1, "item_price": 2.50 }],
                    "content_type": "product", "num_items": 3, "coupon": "SALE"
                  }
                }
                """),
                sent),
            sent.ToJsonString());
    }

    [Theory]
    [InlineData("value", nameof(EventReason.MissingValue))]
    [InlineData("currency", nameof(EventReason.MissingCurrency))]
    public async Task Create_PurchaseWithout_IsRefusedAndNothingIsGuessed(string key, string reason)
    {
        var conversion = ConversionHarness.Purchase();
        conversion.CustomData.Remove(key);

        Assert.Equal(reason, (await _harness.RefusalAsync(conversion)).ToString());
    }

    [Theory]
    [InlineData("1.234")] // by the page it is a thousand or one: nobody said
    [InlineData("free")]
    [InlineData("1,234")]
    public async Task Create_ValueThatCouldNotBeRead_IsNoValue(string text)
    {
        var conversion = ConversionHarness.Purchase(("value", text));
        conversion.Contents.Add(Line(("id", "A"), ("item_price", "5.00")));

        Assert.Equal(EventReason.MissingValue, await _harness.RefusalAsync(conversion));
    }

    [Theory]
    [InlineData("€")]
    [InlineData("XYZ")]
    [InlineData("")]
    public async Task Create_CurrencyThatIsNone_IsRefused(string currency) =>
        Assert.Equal(EventReason.MissingCurrency, await _harness.RefusalAsync(ConversionHarness.Purchase(("currency", currency))));

    [Theory]
    [InlineData("2", "8.50")]
    [InlineData(null, "4.50")] // one, if nobody says how many
    [InlineData("1.5", "6.50")] // by weight
    [InlineData("some", null)]
    public async Task Create_NoValueButLines_IsTheirSum(string? quantity, string? expected)
    {
        var conversion = ConversionHarness.Purchase();
        conversion.CustomData.Remove("value");
        conversion.Contents.Add(quantity is null ? Line(("id", "A"), ("item_price", "4.00")) : Line(("id", "A"), ("item_price", "4.00"), ("quantity", quantity)));
        conversion.Contents.Add(Line(("id", "B"), ("item_price", "1.50")));
        conversion.Contents.Add(Line(("id", "discount"), ("item_price", "-1.00")));

        if (expected is null)
        {
            Assert.Equal(EventReason.MissingValue, await _harness.RefusalAsync(conversion));
        }
        else
        {
            Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), (await _harness.EventAsync(conversion))["custom_data"]!["value"]!.GetValue<decimal>());
        }
    }

    [Fact]
    public async Task Create_NoValueAndALineWithoutPrice_IsRefused()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.CustomData.Remove("value");
        conversion.Contents.Add(Line(("id", "A"), ("item_price", "4.00")));
        conversion.Contents.Add(Line(("id", "B")));

        Assert.Equal(EventReason.MissingValue, await _harness.RefusalAsync(conversion));
    }

    [Fact]
    public async Task Create_ZeroValue_IsSent() =>
        Assert.Equal(0m, (await _harness.EventAsync(Free()))["custom_data"]!["value"]!.GetValue<decimal>());

    [Fact]
    public async Task Create_NothingOfTheBuyer_IsTooWeak()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.UserData.Clear();

        Assert.Equal(EventReason.WeakUserData, await _harness.RefusalAsync(conversion, new TestExchange { ClientAddress = "10.0.0.1", RequestHeaders = [("User-Agent", "x")] }));
    }

    [Fact]
    public async Task Create_LineWithAbsurdQuantities_DoesNotThrow()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.Contents.Add(Line(("id", "A"), ("quantity", "9000000000000000000")));
        conversion.Contents.Add(Line(("id", "B"), ("quantity", "9000000000000000000")));

        Assert.NotNull(await _harness.EventAsync(conversion));
    }

    [Fact]
    public async Task Create_HalfACharacterAndNoOrder_IsStillAnEvent()
    {
        var conversion = ConversionHarness.Purchase(("content_name", "title \uD83D cut"), ("search_string", "\uDC00"));
        conversion.CustomData.Remove("order_id");
        conversion.Contents.Add(Line(("id", "\uD83D"), ("item_price", "5.00")));

        Assert.Equal("title \uFFFD cut", (await _harness.EventAsync(conversion))["custom_data"]!["content_name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Create_RuleSaysWhoTheVisitorIs_TheRuleWins()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.UserData["client_ip_address"] = ["198.51.100.9"];
        conversion.UserData["client_user_agent"] = ["App/1.0"];
        conversion.UserData["fbp"] = ["fb.1.1700000000001.42"];
        conversion.UserData["fbc"] = ["fb.1.1700000000002.Click"];

        var user = (await _harness.EventAsync(conversion, new TestExchange { RequestHeaders = Browser }))["user_data"]!;

        Assert.Equal(
            ("198.51.100.9", "App/1.0", "fb.1.1700000000001.42", "fb.1.1700000000002.Click"),
            ((string?)user["client_ip_address"], (string?)user["client_user_agent"], (string?)user["fbp"], (string?)user["fbc"]));
    }

    [Fact]
    public async Task Create_EventIdWithAnAddress_IsHashedAndStaysTheSame()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.EventId = "lead-anna@example.com";

        var first = (await _harness.EventAsync(conversion))["event_id"]!.GetValue<string>();

        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.Equal(first, (await _harness.EventAsync(conversion))["event_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("customer_segmentation", "vip")]
    [InlineData("num_items", "-1")]
    [InlineData("order_id", "anna@example.com")]
    public async Task Create_FieldThatMetaRefuses_IsLeftOutAlone(string key, string text)
    {
        var conversion = ConversionHarness.Purchase();
        conversion.CustomData[key] = new ScalarValue(text, key == "num_items" ? ScalarKind.Number : ScalarKind.Text);
        conversion.Contents.Add(Line(("id", "A"), ("item_price", "5.00"), ("title", "for anna@example.com")));

        var custom = (await _harness.EventAsync(conversion))["custom_data"]!;

        Assert.Null(custom[key]);
        Assert.Null(custom["contents"]![0]!["title"]);
        Assert.Equal(10.50m, custom["value"]!.GetValue<decimal>());
        Assert.Equal(2, _harness.FieldsDropped);
    }

    [Fact]
    public async Task Create_Segmentation_OfMetasWordsIsSent() =>
        Assert.Equal(
            "new_customer_to_business",
            (await _harness.EventAsync(ConversionHarness.Purchase(("customer_segmentation", "new_customer_to_business"))))["custom_data"]!["customer_segmentation"]!.GetValue<string>());

    [Theory]
    [InlineData("title \uD83D cut")]
    [InlineData("\uDC00")]
    public async Task Create_TextWithHalfACharacter_IsStillAnEvent(string text)
    {
        var conversion = ConversionHarness.Purchase(("content_name", text), ("coupon", text), ("order_id", text));
        conversion.Contents.Add(Line(("id", "A"), ("title", text)));
        conversion.UserData["fn"] = [text];

        Assert.Contains("\uFFFD", (await _harness.EventAsync(conversion))["custom_data"]!["content_name"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SeveralPixels_EachGetsItsEvent()
    {
        var rules = ConversionHarness.RuleSet(("main", []), ("second", ["*.example"]), ("other", ["else.where"]));

        var results = await _harness.CreateAsync(ConversionHarness.Purchase(), rules: rules);

        Assert.Equal(["main", "second"], results.Select(result => result.Pixel));
        Assert.Equal(results[0].Item!.Payload.ToArray(), results[1].Item!.Payload.ToArray());
    }

    [Fact]
    public async Task Create_PixelsNamedByTheRule_AreTheOnlyOnes()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.Pixels = ["SECOND"];

        Assert.Equal("second", Assert.Single(await _harness.CreateAsync(conversion, rules: ConversionHarness.RuleSet(("main", []), ("second", ["else.where"])))).Pixel);
    }

    [Fact]
    public async Task Create_NoPixelForTheHost_SaysSo()
    {
        var result = Assert.Single(await _harness.CreateAsync(ConversionHarness.Purchase(), rules: ConversionHarness.RuleSet(("main", ["else.where"]))));

        Assert.Null(result.Item);
        Assert.Equal((EventReason.NoPixel, ""), (result.Reason, result.Pixel));
    }

    [Fact]
    public async Task Create_Item_CarriesWhatTheOutboxNeeds()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.EventId = "mine-1";

        var item = Assert.Single(await _harness.CreateAsync(conversion)).Item!;

        Assert.Equal(("main", "Purchase", "mine-1", "order:1001", "website"), (item.Pixel, item.EventName, item.EventId, item.DedupeKey, item.ActionSource));
        Assert.Equal(new TestExchange().ReceivedAt, item.EventTime);
    }

    private static Conversion Free()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.CustomData["value"] = new ScalarValue("0", ScalarKind.Number);
        return conversion;
    }

    private static ContentItem Line(params (string Key, string Text)[] fields)
    {
        var item = new ContentItem();
        foreach (var (key, text) in fields)
        {
            var isNumber = key is "quantity" or "item_price" && decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
            item.Fields[key] = new ScalarValue(text, isNumber ? ScalarKind.Number : ScalarKind.Text);
        }

        return item;
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
