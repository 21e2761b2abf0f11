using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Conversions;

public class ServerEventProcessorTests
{
    [Fact]
    public async Task Create_ProcessorVetoes_NothingIsQueuedAndTheNextDoesNotRun()
    {
        var next = new Processor(_ => Assert.Fail("runs after a veto"));
        using var harness = new ConversionHarness(new Processor(context => context.Veto()), next);

        Assert.Equal(EventReason.Vetoed, await harness.RefusalAsync(ConversionHarness.Purchase()));
        Assert.Equal(0, next.Calls);
    }

    [Fact]
    public async Task Create_ProcessorChangesTheEvent_TheChangeIsSentAndTheNextSeesIt()
    {
        using var harness = new ConversionHarness(
            new Processor(context => context.Event.CustomData.Value *= 2),
            new Processor(context => context.Event.CustomData.ContentName = $"{context.Event.CustomData.Value} {context.Pixel} {context.Source}"));

        var custom = (await harness.EventAsync(ConversionHarness.Purchase()))["custom_data"]!;

        Assert.Equal(21.00m, custom["value"]!.GetValue<decimal>());
        Assert.Equal("21.00 main purchase", custom["content_name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Create_ProcessorVetoesForOnePixel_TheOtherGetsTheEvent()
    {
        using var harness = new ConversionHarness(new Processor(context =>
        {
            context.Event.CustomData.Value = context.Pixel == "main" ? 1 : 2;
            if (context.Pixel == "main")
            {
                context.Veto();
            }
        }));

        var results = await harness.CreateAsync(ConversionHarness.Purchase(), rules: ConversionHarness.RuleSet(("main", []), ("second", [])));

        Assert.Equal([EventReason.Vetoed, EventReason.Accepted], results.Select(result => result.Reason));
        Assert.Contains("\"value\":2,", System.Text.Encoding.UTF8.GetString(results[1].Item!.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ProcessorThrowsHalfWay_TheEventGoesOnAsItWas()
    {
        using var harness = new ConversionHarness(
            new Processor(context =>
            {
                context.Event.CustomData.Value = 999;
                context.Event.UserData.Hashed.Clear();
                context.Event.CustomData.Contents.Clear();
                context.Veto();
                throw new InvalidOperationException("broken");
            }),
            new Processor(context => context.Event.CustomData.ContentName = "next"));

        var sent = await harness.EventAsync(ConversionHarness.Purchase());

        Assert.Equal(10.50m, sent["custom_data"]!["value"]!.GetValue<decimal>());
        Assert.Equal("next", sent["custom_data"]!["content_name"]!.GetValue<string>());
        Assert.NotNull(sent["user_data"]!["em"]);
    }

    [Fact]
    public async Task Create_ProcessorMakesTheEventInvalid_ItIsRefusedLikeAnyOther()
    {
        using var harness = new ConversionHarness(new Processor(context => context.Event.CustomData.Currency = "credits"));

        Assert.Equal(EventReason.MissingCurrency, await harness.RefusalAsync(ConversionHarness.Purchase()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Create_ProcessorTakesTheEventIdAway_ItIsDerivedAgain(string? id)
    {
        using var plain = new ConversionHarness();
        using var harness = new ConversionHarness(new Processor(context => context.Event.EventId = id));

        Assert.Equal((await plain.EventAsync(ConversionHarness.Purchase()))["event_id"]!.GetValue<string>(), (await harness.EventAsync(ConversionHarness.Purchase()))["event_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Create_ProcessorPutsNonsenseIntoTheMaps_ItIsLeftOut()
    {
        using var harness = new ConversionHarness(new Processor(context =>
        {
            context.Event.UserData.Hashed["em"] = ["plain@text.example", null!];
            context.Event.UserData.Hashed["xx"] = ["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"];
            context.Event.UserData.Other["lead_id"] = "not a number";
            context.Event.UserData.Other["anon_id"] = "ok";
            context.Event.CustomData.ContentIds.Add(null!);
            context.Event.CustomData.SearchString = "plain@text.example";
            context.Event.CustomData.Properties["bad"] = default;
        }));

        var sent = await harness.EventAsync(ConversionHarness.Purchase(), new() { RequestHeaders = [("User-Agent", "x")] });

        Assert.Equal("""{"anon_id":"ok","client_ip_address":"203.0.113.7","client_user_agent":"x"}""", Sorted(sent["user_data"]!.AsObject()));
        Assert.Equal("""{"currency":"EUR","order_id":"1001","value":10.50}""", Sorted(sent["custom_data"]!.AsObject()));
        Assert.True(harness.FieldsDropped >= 5);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""["a\u0040b.example"]""")]
    [InlineData("""{"contact":"a\u0040b.example"}""")]
    public async Task Create_ProcessorSetsAPropertyThatSaysNothingOrAPerson_ItIsLeftOut(string json)
    {
        using var harness = new ConversionHarness(new Processor(context =>
        {
            context.Event.CustomData.Properties["mine"] = System.Text.Json.JsonDocument.Parse(json).RootElement;
            context.Event.CustomData.Properties["gift"] = System.Text.Json.JsonDocument.Parse("false").RootElement;
        }));

        var custom = (await harness.EventAsync(ConversionHarness.Purchase()))["custom_data"]!;

        Assert.Null(custom["mine"]);
        Assert.False(custom["gift"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Create_ProcessorHangs_TheEventGoesOnWithoutIt()
    {
        using var harness = new ConversionHarness(new Hanging());

        var create = harness.CreateAsync(ConversionHarness.Purchase());
        Assert.False(create.IsCompleted);
        harness.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(EventReason.Accepted, Assert.Single(await create).Reason);
    }

    private static string Sorted(System.Text.Json.Nodes.JsonObject json) =>
        "{" + string.Join(',', json.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\"{pair.Key}\":{pair.Value!.ToJsonString()}")) + "}";

    private sealed class Hanging : IServerEventProcessor
    {
        public ValueTask ProcessAsync(ServerEventContext context, CancellationToken cancellationToken) => new(new TaskCompletionSource().Task);
    }

    private sealed class Processor(Action<ServerEventContext> process) : IServerEventProcessor
    {
        public int Calls { get; private set; }

        public ValueTask ProcessAsync(ServerEventContext context, CancellationToken cancellationToken)
        {
            Calls++;
            process(context);
            return ValueTask.CompletedTask;
        }
    }
}
