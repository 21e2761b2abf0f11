using System.Globalization;
using System.Text;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>Pages of real shops, broken in many ways: the shopper gets them byte for byte, and nothing of ours fails over them.</summary>
public sealed class MutatedPagesTests
{
    private const int Mutations = 400;

    [Fact]
    public async Task BrokenPages_OfEveryFamily_ReachTheShopperByteForByteAndFailNothing()
    {
        var random = new Random(20261125);
        var pages = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures"), "response-body", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        Assert.True(pages.Length > 50);
        var broken = Enumerable.Range(0, Mutations).Select(i => Break(pages[i % pages.Length], pages, random)).ToArray();
        await using var site = await StubOrigin.StartAsync(context =>
        {
            var number = int.Parse(context.Request.Path.Value!.Split('/')[^1], CultureInfo.InvariantCulture);
            context.Response.ContentType = number % 5 == 0 ? "application/json" : number % 7 == 0 ? "text/html" : "text/html; charset=utf-8";
            return context.Response.Body.WriteAsync(broken[number]).AsTask();
        });
        await using var gateway = await GatewayHost.StartBeforeAsync(site, "--ProxyCapi:Delivery:MinFreeBytes=0");
        using var books = new Books(gateway.Services);

        await Parallel.ForEachAsync(Enumerable.Range(0, Mutations), async (number, cancellationToken) =>
        {
            var seen = await gateway.Client.GetByteArrayAsync(new Uri($"/order-confirmation/{number}", UriKind.Relative), cancellationToken);
            Assert.True(seen.AsSpan().SequenceEqual(broken[number]), $"Page {number} was changed on its way.");
        });

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await books.WaitUntilAsync(() => books.ExchangesEnded == Mutations, patience.Token);
        Assert.Equal((Mutations, 0), (books.ExchangesObserved, books.Failures));
        Assert.Equal(0, books.Outcome("failed/error"));
    }

    private static byte[] Break(byte[] page, byte[][] others, Random random)
    {
        var broken = page.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            broken = random.Next(6) switch
            {
                0 => broken[..random.Next(broken.Length + 1)],
                1 => Scatter(broken, random),
                2 => Insert(broken, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<div>[{(", random.Next(1, 3000)))), random),
                3 => Insert(broken, Encoding.UTF8.GetBytes(new string('9', random.Next(1, 20_000))), random),
                4 => Insert(broken, others[random.Next(others.Length)], random),
                _ => Insert(broken, "<script>fbq('track','Purchase',{value:1e999,currency:'"u8.ToArray(), random),
            };
        }

        return broken;
    }

    private static byte[] Scatter(byte[] page, Random random)
    {
        for (var i = page.Length / 200; i >= 0 && page.Length > 0; i--)
        {
            page[random.Next(page.Length)] = (byte)random.Next(256);
        }

        return page;
    }

    private static byte[] Insert(byte[] page, byte[] piece, Random random)
    {
        var at = random.Next(page.Length + 1);
        return [.. page[..at], .. piece, .. page[at..]];
    }
}
