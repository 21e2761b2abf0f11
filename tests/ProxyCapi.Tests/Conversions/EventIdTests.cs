using ProxyCapi.Conversions;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions;

/// <summary>One order, one event id, for ever (design.md section 6, point 3).</summary>
public sealed class EventIdTests : IDisposable
{
    private readonly ConversionHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Create_PagesOwnId_Wins()
    {
        var conversion = ConversionHarness.Purchase();
        conversion.EventId = "order-1001";

        Assert.Equal("order-1001", await IdAsync(conversion));
    }

    [Fact]
    public async Task Create_PagesIdThatAnotherOrderHad_IsReplacedByTheOrdersOwnAndCounted()
    {
        using var origins = _harness.Collect("proxycapi.event.ids");
        var (first, second) = (ConversionHarness.Purchase(), ConversionHarness.Purchase(("order_id", "1002")));
        first.EventId = second.EventId = "cached";

        Assert.Equal("cached", await IdAsync(first));
        Assert.Equal(await IdAsync(ConversionHarness.Purchase(("order_id", "1002"))), await IdAsync(second));
        Assert.Equal("cached", await IdAsync(first));
        Assert.Equal(["page", "derived", "shared", "page"], origins.GetMeasurementSnapshot().Select(measurement => measurement.Tags["proxycapi.event.id.origin"]));
    }

    [Fact]
    public async Task Create_SameOrder_HasTheSameIdWhoeverSeesItWheneverAndWherever()
    {
        var other = ConversionHarness.Purchase(("value", "99"), ("coupon", "X"));
        other.CustomData["value"] = new ScalarValue("99", ScalarKind.Number);
        other.UserData["em"] = ["c@d.example"];
        var elsewhere = new TestExchange { Path = "/account/orders/1001", ClientAddress = "198.51.100.9", ReceivedAt = new TestExchange().ReceivedAt.AddDays(-2) };

        Assert.Equal(await IdAsync(ConversionHarness.Purchase()), await IdAsync(other, elsewhere));
    }

    [Fact]
    public async Task Create_OtherOrderOrOtherEvent_HasAnotherId()
    {
        var lead = new Conversion { EventName = "Lead", Source = "lead" };
        lead.CustomData["order_id"] = new ScalarValue("1001");
        lead.UserData["em"] = ["a@b.example"];

        Assert.Distinct([await IdAsync(ConversionHarness.Purchase()), await IdAsync(ConversionHarness.Purchase(("order_id", "1002"))), await IdAsync(lead)]);
    }

    [Fact]
    public async Task Create_NoOrder_AReloadOnTheDayIsTheSameEvent()
    {
        var page = new TestExchange();

        Assert.Equal(await IdAsync(Lead(), page), await IdAsync(Lead(), page with { ReceivedAt = page.ReceivedAt.AddMinutes(-5) }));
    }

    public static TheoryData<string> Differences => ["visitor", "day", "path", "query", "method", "search", "name", "ids", "price", "property", "email"];

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Create_NoOrder_WhatDiffersIsAnotherEvent(string difference)
    {
        var lead = Lead();
        var page = new TestExchange();
        switch (difference)
        {
            case "visitor": page = page with { ClientAddress = "198.51.100.9" }; break;
            case "day": page = page with { ReceivedAt = page.ReceivedAt.AddDays(-1) }; break;
            case "path": page = page with { Path = "/other" }; break;
            case "query": page = page with { Query = "?a=1" }; break;
            case "method": page = page with { Method = "POST" }; break;
            case "search": lead.CustomData["search_string"] = new ScalarValue("shoes"); break;
            case "name": lead.CustomData["content_name"] = new ScalarValue("newsletter"); break;
            case "ids": lead.ContentIds.Add("A"); break;
            case "price": lead.Contents.Add(new ContentItem { Fields = { ["id"] = new("A"), ["item_price"] = new("5", ScalarKind.Number) } }); break;
            case "property": lead.CustomData["form"] = new ScalarValue("7"); break;
            default: lead.UserData["em"] = ["c@d.example"]; break;
        }

        Assert.NotEqual(await IdAsync(Lead()), await IdAsync(lead, page));
    }

    private static Conversion Lead()
    {
        var lead = new Conversion { EventName = "Lead", Source = "lead" };
        lead.UserData["em"] = ["a@b.example"];
        return lead;
    }

    private async Task<string> IdAsync(Conversion conversion, TestExchange? exchange = null)
    {
        // Whoever names no browser makes no event but a Purchase.
        var page = exchange ?? new TestExchange();
        return (await _harness.EventAsync(conversion, page with { RequestHeaders = [("User-Agent", "Mozilla/5.0 (Test)"), .. page.RequestHeaders] }))["event_id"]!.GetValue<string>();
    }
}
