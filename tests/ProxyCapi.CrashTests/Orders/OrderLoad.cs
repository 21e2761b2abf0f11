using System.Diagnostics;
using System.Net;

namespace ProxyCapi.CrashTests.Orders;

/// <summary>
/// Shoppers who look at the confirmation pages of new orders at a steady rate, however fast they are answered, and now and then one who looks at an
/// earlier order again.
/// </summary>
internal sealed class OrderLoad : IDisposable
{
    private const double ReloadShare = 0.05;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly OrderBook _orders;
    private readonly int _rate;
    private readonly Random _random;
    private readonly HttpClient _client;
    private readonly List<Task<PageView>> _views = [];

    /// <param name="site">Where the shoppers go.</param>
    /// <param name="orders">Where their orders are written down.</param>
    /// <param name="rate">Pages a second.</param>
    /// <param name="seed">Decides who looks again.</param>
    public OrderLoad(Uri site, OrderBook orders, int rate, int seed)
    {
        _orders = orders;
        _rate = rate;
        _random = new Random(seed);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 128,
        })
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    /// <summary>Lets shoppers come until <paramref name="closing"/> fires, and waits for those who are there.</summary>
    /// <param name="closing">Ends the coming.</param>
    /// <param name="atMost">Ends it after so many pages.</param>
    /// <returns>Every look at a page, in the order in which they were begun.</returns>
    public async Task<IReadOnlyList<PageView>> RunAsync(CancellationToken closing, int atMost = int.MaxValue)
    {
        var started = Stopwatch.GetTimestamp();
        while (!closing.IsCancellationRequested && _views.Count < atMost)
        {
            var due = Math.Min(atMost, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * _rate) + 1);
            while (_views.Count < due)
            {
                _views.Add(LookAsync(Next()));
            }

            await Task.Delay(Step, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await Task.WhenAll(_views);
    }

    public void Dispose() => _client.Dispose();

    private Order Next() => _orders.Count is var count and > 0 && _random.NextDouble() < ReloadShare ? _orders.At(_random.Next(count)) : _orders.Place();

    private async Task<PageView> LookAsync(Order order)
    {
        await Task.Yield();
        var asked = TimeProvider.System.GetUtcNow();
        int? status = null;
        var isWhole = false;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/checkout/order-received/" + order.Number);
            request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0");
            request.Headers.TryAddWithoutValidation("Cookie", "_fbp=fb.1.1760600855252.1011310732");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            status = (int)response.StatusCode;
            await response.Content.CopyToAsync(Stream.Null);
            isWhole = true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The gateway was killed under it, or is not there: the page did not come whole.
        }

        var view = new PageView(asked, TimeProvider.System.GetUtcNow(), status, isWhole && status == (int)HttpStatusCode.OK);
        order.Add(view);
        return view;
    }
}
