using System.Globalization;
using System.Net;
using GraphEmulator.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway;
using ProxyCapi.Storage;
using Xunit.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace ProxyCapi.FunctionalTests.Bookkeeping;

/// <summary>The promise of the books: what was sent in comes out again, each exchange and each event with exactly one end, and on disk as in the meter.</summary>
public sealed class HundredThousandExchangesTests(ITestOutputHelper output)
{
    /// <summary>More would fill the queue, and what is shed then depends on the machine.</summary>
    private const int MostOpen = 1000;

    private static readonly ExchangeKind[] Kinds =
    [
        new("ordered", 15_000, "converted", "accepted") { Answer = order => ExchangeKind.Confirmation(order) },
        new("reloaded", 5_000, "converted", "duplicate") { Answer = order => ExchangeKind.Confirmation(1_000_000 + (order / 5_000)) },
        new("poisoned", 20, "converted", "dead/rejected") { Answer = order => ExchangeKind.Confirmation(9_660_000 + order) },
        new("declined", 5_000, "nothing/condition") { Answer = order => ExchangeKind.Html($"<p class='order-failed'>{order}</p>") },
        new("refused", 5_000, "converted", "dropped/consent_denied") { Answer = order => ExchangeKind.Confirmation(2_000_000 + order), Request = (request, _) => request.Headers.Add("Cookie", "consent=no") },
        new("crawled", 3_000, "converted", "dropped/bot") { Answer = order => ExchangeKind.Confirmation(3_000_000 + order), Request = (request, _) => Agent(request, "Googlebot/2.1 (+http://www.google.com/bot.html)") },
        new("agentless", 1_000, "converted", "dropped/no_user_agent") { Answer = order => ExchangeKind.Confirmation(4_000_000 + order), Request = (request, _) => request.Headers.Remove("User-Agent") },
        new("worthless", 3_000, "converted", "dropped/missing_value") { Answer = order => ExchangeKind.Confirmation(5_000_000 + order, total: "n/a") },
        new("failed", 5_000, "nothing/unpaid") { IsOfARule = false, Answer = order => ExchangeKind.Html($"<script>dataLayer.push({{event:'purchase',ecommerce:{{transaction_id:'{order}',value:1,currency:'EUR',status:'failed'}}}})</script>") },
        new("browsed", 30_000, "nothing/no_marker") { IsOfARule = false, Answer = _ => ExchangeKind.Html("<h1>Chairs</h1>") },
        new("counted", 5_000, "nothing/no_conversion") { IsOfARule = false, Answer = _ => ExchangeKind.Html("<script>function later() { fbq('track', 'Purchase', { value: 1, currency: 'EUR' }); }</script>") },
        new("redirected", 10_000, "nothing/status") { Answer = _ => new(HttpStatusCode.Found) { Headers = { Location = new("/login", UriKind.Relative) }, Content = new ByteArrayContent([]) } },
        new("missing", 5_000, "nothing/status") { Answer = _ => ExchangeKind.Html("gone", HttpStatusCode.NotFound) },
        new("prefetched", 4_000, "nothing/prefetch") { Answer = order => ExchangeKind.Confirmation(6_000_000 + order), Request = (request, _) => request.Headers.Add("Sec-Purpose", "prefetch") },
        new("printed", 3_000, "nothing/content_type") { Answer = _ => new(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("application/pdf") } } } },
        new("garbled", 980, "unread/undecodable") { Answer = _ => Garbled() },
    ];

    [Fact]
    public async Task HundredThousandExchanges_OfEveryKind_EndAsOftenAsTheyBegan()
    {
        Assert.Equal(100_000, Kinds.Sum(kind => kind.Count));
        await using var emulator = await EmulatorHost.StartAsync();
        emulator.Faults.Add(GraphFault.Error(400, 100, 2804050) with { EventIdContains = "purchase-96600" });
        using var folder = new TemporaryFolder();
        await using var gateway = Create(folder, emulator);
        using var books = new Books(gateway.Services);
        await gateway.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        await PlayAsync(gateway, books, patience.Token);
        await books.WaitUntilBalancedAsync(patience.Token);
        await gateway.StopAsync();

        var exchanges = Expected(kind => kind.Exchange);
        var events = Expected(kind => kind.Event);
        // The first of the reloaded ones is an order.
        events["duplicate"]--;
        events["accepted"]++;
        AssertSame(exchanges.Concat(events), outcome => books.Outcome(outcome), "the meter");
        var written = new BooksFile(new StoreFolder(Path.Combine(folder.Path, "data")), new SqliteSettings()).Read(DateTimeOffset.UnixEpoch).Select(entry => entry.Line).ToArray();
        AssertSame(exchanges, outcome => Sum(written, BookKind.ExchangeEnded, outcome), "books.db, exchanges");
        AssertSame(events, outcome => Sum(written, BookKind.EventEnded, outcome), "books.db, events");
        Assert.Equal((100_000, 100_000), (books.ExchangesObserved, books.ExchangesEnded));
        Assert.Equal(0, books.Failures);
    }

    private static async Task PlayAsync(WebApplication gateway, Books books, CancellationToken cancellationToken)
    {
        using var client = gateway.GetTestClient();
        var requests = Kinds.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(number => (Kind: kind, Number: number)));
        // All kinds at once, in an order that is the same each time.
        var shuffled = requests.OrderBy(request => HashOf(request.Kind.Name, request.Number));
        await Parallel.ForEachAsync(shuffled, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (item, cancellation) =>
        {
            await books.WaitUntilAsync(() => books.ExchangesObserved - books.ExchangesEnded < MostOpen, cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://shop.example/{item.Kind.Folder}/{item.Kind.Name}/{item.Number}");
            request.Headers.Add("Accept", "text/html");
            Agent(request, "Mozilla/5.0 (Test)");
            item.Kind.Request(request, item.Number);
            using var answer = await client.SendAsync(request, cancellation);
            await answer.Content.ReadAsByteArrayAsync(cancellation);
        });
    }

    private static WebApplication Create(TemporaryFolder folder, EmulatorHost emulator) => GatewayApplication.Create(
        GatewayHost.Arguments(
            new DirectoryInfo(folder.Path),
            "--Gateway:Origin=http://127.0.0.1:9", "--ProxyCapi:Mode=Live", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Delivery:MoneyLinger=00:00:00.2",
            "--ProxyCapi:Rules:purchase:Event=Purchase", "--ProxyCapi:Rules:purchase:Match:Path=/order/{kind}/{number}", "--ProxyCapi:Rules:purchase:When:0=css:.order-number",
            "--ProxyCapi:Rules:purchase:Unless:0=css:.order-failed", "--ProxyCapi:Rules:purchase:EventId=purchase-{css:.order-number}",
            "--ProxyCapi:Rules:purchase:CustomData:order_id={css:.order-number}", "--ProxyCapi:Rules:purchase:CustomData:value={css:.total|money}",
            "--ProxyCapi:Rules:purchase:CustomData:currency=EUR", "--ProxyCapi:Rules:purchase:UserData:em={css:.email}", "--ProxyCapi:Consent:Cookies:own:Name=consent",
            "--ProxyCapi:Consent:Cookies:own:Granted:0=yes", "--ProxyCapi:Consent:Cookies:own:Denied:0=no", "--ProxyCapi:Noise:DropCrawlerPurchases=true"),
        builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Host.UseServiceProviderFactory(new LastWordFactory(services =>
                services.AddSingleton<IForwarderHttpClientFactory>(new ShopOfEveryKind(Kinds.ToDictionary(kind => kind.Name)))));
        });

    private static Dictionary<string, long> Expected(Func<ExchangeKind, string?> outcome) =>
        Kinds.Where(kind => outcome(kind) is not null).GroupBy(kind => outcome(kind)!).ToDictionary(group => group.Key, group => (long)group.Sum(kind => kind.Count));

    private void AssertSame(IEnumerable<KeyValuePair<string, long>> expected, Func<string, long> actual, string where)
    {
        var rows = expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, In: pair.Value, Out: actual(pair.Key))).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{where}: {"outcome",-26} {"sent in",9} {"counted",9}"));
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {row.Key,-36} {row.In,9:N0} {row.Out,9:N0}"));
        }

        Assert.All(rows, row => Assert.Equal((row.Key, row.In), (row.Key, row.Out)));
    }

    private static long Sum(BookLine[] lines, BookKind kind, string outcome) =>
        lines.Where(line => line.Kind == kind && (line.Outcome == line.Reason ? line.Outcome : $"{line.Outcome}/{line.Reason}") == outcome).Sum(line => line.Count);

    private static void Agent(HttpRequestMessage request, string agent)
    {
        request.Headers.Remove("User-Agent");
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
    }

    private static HttpResponseMessage Garbled()
    {
        var answer = ExchangeKind.Confirmation(7);
        answer.Content.Headers.ContentEncoding.Add("gzip");
        return answer;
    }

    private static uint HashOf(string name, int number)
    {
        var hash = 2166136261u;
        foreach (var letter in string.Create(CultureInfo.InvariantCulture, $"{name}{number}"))
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return hash;
    }
}
