using GraphEmulator.Faults;
using ProxyCapi.FunctionalTests.EndToEnd;
using ProxyCapi.FunctionalTests.Hosting;
using PuppeteerSharp;

namespace ProxyCapi.FunctionalTests.Inspector;

/// <summary>The inspector as its user sees it, in a real browser.</summary>
public sealed class InspectorPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Browser = "chromium", Package = "chromium";

    [ToolFact(Browser, Package)]
    public async Task Empty_SaysSo_AndTheFirstOrderAppearsByItself()
    {
        await using var stack = await ShopStack.StartAsync();
        var page = await OpenAsync(stack);
        await page.WaitForSelectorAsync("#events-empty:not([hidden])");
        await WaitForTextAsync(page, "#live", "live");
        await Chromium.KeepAsync(page, "empty");

        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        await stack.SettleAsync();

        await page.WaitForSelectorAsync($"#events tr[data-order='{order.Number}']");
        await WaitForTextAsync(page, $"#events tr[data-order='{order.Number}']", "accepted");
        var row = await TextAsync(page, $"#events tr[data-order='{order.Number}']");
        Assert.Contains("Purchase", row, StringComparison.Ordinal);
        Assert.Contains("1322.50 EUR", row, StringComparison.Ordinal);
        Assert.Contains("fbp", row, StringComparison.Ordinal);
        Assert.False(await page.EvaluateExpressionAsync<bool>("!document.getElementById('events-empty').hidden"));
    }

    [ToolFact(Browser, Package)]
    public async Task Search_ByOrder_LeavesThatOrderAlone_AndEnterOpensItsStoryWithTheKeyboard()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();
        var first = await visitor.BuyAsync();
        var second = await visitor.BuyAsync();
        await stack.SettleAsync();
        var page = await OpenAsync(stack);
        await page.WaitForSelectorAsync($"#events tr[data-order='{first.Number}']");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(second.Number);
        await page.WaitForFunctionAsync("number => { const rows = document.querySelectorAll('#events tr'); return rows.length === 1 && rows[0].dataset.order === number }", null, second.Number);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#story[open]");
        var story = await TextAsync(page, "#story");
        Assert.Contains($"Purchase {second.Number}", story, StringComparison.Ordinal);
        foreach (var step in new[] { "captured", "extracted", "checked", "queued", "attempt", "ended", "rule 'purchase'" })
        {
            Assert.Contains(step, story, StringComparison.Ordinal);
        }

        await Chromium.KeepAsync(page, "story");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => !document.getElementById('story').open");
        Assert.Equal("Purchase", await page.EvaluateExpressionAsync<string>("document.activeElement.textContent"));
    }

    [ToolFact(Browser, Package)]
    public async Task WholePage_WithAnOrderInIt_ShowsNothingOfTheBuyer()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        await stack.SettleAsync();
        var page = await OpenAsync(stack);
        await page.WaitForSelectorAsync($"#events tr[data-order='{order.Number}'] button");
        await page.ClickAsync($"#events tr[data-order='{order.Number}'] button");
        await page.WaitForSelectorAsync("#story[open]");

        var all = await page.GetContentAsync();
        foreach (var secret in new[] { "Grace", "grace.example", "7946", "EC1A", Visitor.Address, Visitor.Fbp, Visitor.Fbc, "not-a-token" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        }
    }

    [ToolFact(Browser, Package)]
    public async Task DeadLetter_ReplayedFromThePage_IsSentAgain()
    {
        await using var stack = await ShopStack.StartAsync();
        stack.Emulator.Faults.Add(GraphFault.Error(400, 100, 2804050) with { Count = 1 });
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        await stack.Books.WaitUntilAsync(() => stack.Books.Outcome("dead/rejected") == 1, stack.Patience);
        var page = await OpenAsync(stack, view: "outbox");
        await page.WaitForSelectorAsync("#dead button");
        await Chromium.KeepAsync(page, "fault-outbox");
        Assert.Contains(order.Number, await TextAsync(page, "#dead"), StringComparison.Ordinal);

        await page.ClickAsync("#dead button");

        await WaitForTextAsync(page, "#replay-status", "1 given back");
        await WaitForTextAsync(page, "#dead", "no dead letters");
        await stack.Books.WaitUntilAsync(() => stack.Books.Outcome("accepted") == 1, stack.Patience);
        Assert.Contains("user=inspector action=replay requested=1 replayed=1", await File.ReadAllTextAsync(Path.Combine(stack.Gateway.DataDirectory, "outbox.audit")), StringComparison.Ordinal);
    }

    [ToolFact(Browser, Package)]
    public async Task EveryView_InBothColoursAndSizes_HasNoBarrierAndFitsTheScreen()
    {
        await using var stack = await ShopStack.StartAsync("--ProxyCapi:Discovery:Enabled=true");
        using var visitor = stack.Visit();
        await visitor.BuyAsync();
        await visitor.BuyAsync(payment: "declined");
        await visitor.AskAsync();
        await stack.SettleAsync();
        // Colours and widths do not depend on each other: axe judges each of them once.
        foreach (var (width, height, isDark, isJudged) in new[] { (1440, 900, false, true), (375, 812, true, true), (1440, 900, true, false), (375, 812, false, false) })
        {
            var page = await OpenAsync(stack, width, height, isDark);
            await page.WaitForSelectorAsync("#app:not([hidden])");
            foreach (var view in new[] { "events", "pixels", "outbox", "rules", "findings", "report" })
            {
                await page.EvaluateExpressionAsync($"location.hash = '#{view}'");
                await page.WaitForSelectorAsync($"#view-{view}:not([hidden])");
                await page.WaitForFunctionAsync("view => document.querySelector(`#view-${view} table tbody tr, #view-${view} .card, #view-${view} .empty`) !== null", null, view);
                await Chromium.KeepAsync(page, $"{view}-{width}-{(isDark ? "dark" : "light")}");
                Assert.True(
                    await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth") <= width, $"The view {view} is wider than {width} pixels.");
                if (isJudged)
                {
                    Assert.Empty(await Chromium.FindBarriersAsync(page));
                }
            }

            await page.EvaluateExpressionAsync("location.hash = '#events'");
            await page.WaitForSelectorAsync("#events tr button");
            await page.ClickAsync("#events tr button");
            await page.WaitForSelectorAsync("#story[open] .steps");
            await Chromium.KeepAsync(page, $"story-{width}-{(isDark ? "dark" : "light")}");
            Assert.Empty(await Chromium.FindBarriersAsync(page));
        }
    }

    [ToolFact(Browser, Package)]
    public async Task DeadToken_TellsWhatToDo_WithoutBeingAsked()
    {
        await using var stack = await ShopStack.StartAsync();
        var page = await OpenAsync(stack, view: "pixels");
        stack.Emulator.Faults.Add(GraphFault.Error(400, 190, 463));
        using var visitor = stack.Visit();
        await visitor.BuyAsync();

        await WaitForTextAsync(page, "#health", "needs you");
        await WaitForTextAsync(page, "#pixels", "on hold");
        await WaitForTextAsync(page, "#pixels", "make a new one in Events Manager");
        await Chromium.KeepAsync(page, "fault-pixels");
    }

    [ToolFact(Browser, Package)]
    public async Task Key_IsAskedFor_AndTheRightOneOpens()
    {
        await using var stack = await ShopStack.StartAsync("--ProxyCapi:Admin:Key=a-key-of-enough-letters");
        var page = await OpenAsync(stack);
        await page.WaitForSelectorAsync("#sign-in:not([hidden])");
        Assert.Empty(await Chromium.FindBarriersAsync(page));
        await page.TypeAsync("#key", "wrong");
        await page.Keyboard.PressAsync("Enter");
        await WaitForTextAsync(page, "#sign-in-error", "not the key");

        await page.TypeAsync("#key", "a-key-of-enough-letters");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForSelectorAsync("#app:not([hidden])");
        await WaitForTextAsync(page, "#live", "live");
    }

    private Task<IPage> OpenAsync(ShopStack stack, int width = 1440, int height = 900, bool isDark = false, string view = "events") =>
        chromium.OpenAsync(new Uri(stack.Gateway.Admin, $"/#{view}"), width, height, isDark);

    private static Task<string> TextAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).innerText", selector);

    private static Task<IJSHandle> WaitForTextAsync(IPage page, string selector, string text) =>
        page.WaitForFunctionAsync("(selector, text) => document.querySelector(selector)?.textContent.includes(text)", null, selector, text);
}
