using Microsoft.Extensions.Time.Testing;
using ProxyCapi.FunctionalTests.EndToEnd;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway.CommandLine;
using ProxyCapi.Storage;
using ProxyCapi.TestVisits;

namespace ProxyCapi.FunctionalTests.TestVisits;

/// <summary>One browser tests, and nobody else notices.</summary>
public sealed class TestLinkTests
{
    [Fact]
    public async Task Link_Opened_MakesThatBrowsersOrdersTests_AndNoOthers()
    {
        await using var stack = await ShopStack.StartAsync("--ProxyCapi:Delivery:MoneyLinger=00:00:02");
        var link = await LinkAsync(stack, "/en/contact?a=1");
        using var tester = stack.Visit();
        using var customer = stack.Visit();

        using var opened = await tester.FollowAsync(link.PathAndQuery);
        Assert.Equal("/en/contact?a=1", opened.Headers.Location!.OriginalString);
        Assert.Equal("no-store", opened.Headers.CacheControl!.ToString());
        Assert.Contains("httponly", opened.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        var orders = await Task.WhenAll(tester.BuyAsync(), customer.BuyAsync());
        await stack.SettleAsync();

        var codes = stack.Journal.Requests.SelectMany(request => request.EventIds.Select(id => (id, request.TestEventCode))).ToDictionary();
        Assert.Equal("TEST12345", codes[$"purchase-{orders[0].Number}"]);
        Assert.Null(codes[$"purchase-{orders[1].Number}"]);
        Assert.Equal((1, 1), (stack.Books.Outcome("test"), stack.Books.Outcome("accepted")));
        Assert.DoesNotContain(TestTicket.Name, string.Join(' ', stack.Journal.Events.Select(accepted => accepted.Parse().ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public void Ticket_AfterItsHour_IsWorthNothing(int minutes, bool isGood)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        using var folder = new TemporaryFolder();
        var file = new TestKeyFile(new StoreFolder(folder.Path));
        var text = new TestTicket("main", "TEST1", clock.GetUtcNow().AddHours(1)).Sign(file.ReadOrCreate());
        var visitors = new TestVisitors(file, clock);

        clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(isGood, visitors.Read(text) is not null);
    }

    [Fact]
    public void Ticket_ChangedOrSignedByAnother_IsWorthNothing()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        using var folder = new TemporaryFolder();
        var file = new TestKeyFile(new StoreFolder(folder.Path));
        var ticket = new TestTicket("main", "TEST1", clock.GetUtcNow().AddHours(1));
        var text = ticket.Sign(file.ReadOrCreate());
        var visitors = new TestVisitors(file, clock);
        Assert.Equal(ticket, visitors.Read(text));

        Assert.Null(visitors.Read(ticket.Sign(new byte[32])));
        Assert.All(Enumerable.Range(0, text.Length), i => Assert.False(visitors.Read(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]) is { } read && read != ticket));
        Assert.Null(visitors.Read(""));
        Assert.Null(visitors.Read("."));
        Assert.Null(visitors.Read(new string('A', 5000) + ".A"));
        File.Delete(new StoreFolder(folder.Path).TestKey);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(visitors.Read(text));
    }

    [Theory]
    [InlineData("--url=/en", "not the address of a page")]
    [InlineData("--url=http://shop.example/ --pixel=other", "Name one of the configured pixels")]
    [InlineData("--url=http://shop.example/", "--code")]
    [InlineData("--url=http://other.example/ --code=TEST1", "does not serve the host")]
    [InlineData("--url=http://shop.example/ --code=TEST1 --for=25h", "--for cannot read")]
    public async Task Command_ThatCannotWork_SaysWhatToWrite(string arguments, string complaint)
    {
        using var folder = new TemporaryFolder();
        var error = new StringWriter();
        var code = await GatewayCommandLine.InvokeAsync(
            ["test-link", .. arguments.Split(' '), $"--data-directory={folder.Path}", "--ProxyCapi:Pixels:main:Id=1", "--ProxyCapi:Pixels:main:Hosts:0=shop.example"], new StringWriter(), error);

        Assert.NotEqual(0, code);
        Assert.Contains(complaint, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Uri> LinkAsync(ShopStack stack, string path)
    {
        var output = new StringWriter();
        var code = await GatewayCommandLine.InvokeAsync(
            ["test-link", $"--url=http://{Visitor.Host}{path}", "--code=TEST12345", $"--data-directory={stack.Gateway.DataDirectory}", "--ProxyCapi:Pixels:main:Id=1234567890"],
            output, new StringWriter());
        Assert.Equal(0, code);
        return new Uri(output.ToString().Trim());
    }
}
