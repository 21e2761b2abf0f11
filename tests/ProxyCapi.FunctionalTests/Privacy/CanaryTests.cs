using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway.CommandLine;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.Privacy;

/// <summary>Five hundred values of buyers in every place of an exchange: none of them is anywhere but on its way between browser and site.</summary>
public sealed partial class CanaryTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Canaries_InEveryPlaceOfAnExchange_AreNowhereUnhashed()
    {
        var canaries = new Canaries(seed: 4711);
        using var watch = new LeakWatch();
        var data = Directory.CreateTempSubdirectory("proxycapi-canary-");
        try
        {
            var outputs = new List<(string Place, string Text)>();
            await using (var emulator = await EmulatorHost.StartAsync())
            await using (var site = await StubOrigin.StartAsync(context => AnswerAsync(context, canaries)))
            await using (var gateway = await StartAsync(site, emulator, data, watch))
            {
                using var books = new Books(gateway.Services);
                await BuyAsync(gateway, canaries);
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                await books.WaitUntilAsync(() => books.ExchangesEnded == 4 * Rounds && books.EventsEnded == books.EventsCreated, patience.Token);
                Assert.True(books.Outcome("accepted") >= 2 * Rounds, books.Summary);
                outputs.AddRange(emulator.Journal.Events.Select(accepted => ("payload", accepted.Parse().GetRawText())));
                outputs.AddRange(await AdminAsync(gateway));
                outputs.Add(("outbox", await OperatorAsync(data)));
                outputs.AddRange(Queued(data).Select(payload => ("queued payload", payload)));
            }

            SqliteConnection.ClearAllPools();
            outputs.AddRange(data.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => ("file " + file.Name, Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName)))));
            outputs.AddRange(watch.Told.Select(line => ("telling", line)));

            Assert.True(canaries.All.Count >= 500, $"{canaries.All.Count} canaries");
            Assert.Contains(outputs, output => output.Place == "payload" && output.Text.Contains("\"em\"", StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Text.StartsWith("log ProxyCapi", StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Text.StartsWith("log Yarp", StringComparison.Ordinal));
            Assert.True(outputs.Count(output => output.Place == "queued payload") >= 2 * Rounds);
            Assert.True(outputs.Count(output => output.Place.StartsWith("admin /inspector/api/events/", StringComparison.Ordinal)) >= 2 * Rounds);
            var leaks = canaries.FoundIn(outputs.Select(output => $"{output.Place}: {Plain(output.Text)}")).Select(leak => $"{leak.Canary} in {Shorten(leak.Text)}").ToArray();
            Assert.True(leaks.Length == 0, $"{leaks.Length} leaks:\n{string.Join('\n', leaks.Take(12))}");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }

    private static Task<GatewayHost> StartAsync(StubOrigin site, EmulatorHost emulator, DirectoryInfo data, LeakWatch watch) => GatewayHost.StartAsync(
        builder => builder.Logging.AddProvider(watch),
        $"--Gateway:Origin={site.Address}", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live", $"--ProxyCapi:DataDirectory={data.FullName}",
        "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Yarp=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace", "--Logging:LogLevel:Yarp.ReverseProxy.Forwarder.HttpForwarder=Trace",
        "--ProxyCapi:Delivery:MoneyLinger=00:00:00", "--ProxyCapi:Delivery:Linger=00:00:00", "--ProxyCapi:Delivery:MinFreeBytes=0", "--ProxyCapi:Delivery:AcceptedRetention=1.00:00:00",
        "--ProxyCapi:Rules:purchase:Event=Purchase", "--ProxyCapi:Rules:purchase:Match:Path=/rule/{id}", "--ProxyCapi:Rules:purchase:CustomData:value={css:.total|money}",
        "--ProxyCapi:Rules:purchase:CustomData:currency=EUR", "--ProxyCapi:Rules:purchase:CustomData:order_id={route:id}",
        "--ProxyCapi:Rules:purchase:CustomData:content_name={css:.name}", "--ProxyCapi:Rules:purchase:CustomData:search_string={query:q}",
        "--ProxyCapi:Rules:purchase:CustomData:contact={css:.contact}", "--ProxyCapi:Rules:purchase:CustomData:paid_with={css:.card}",
        "--ProxyCapi:Rules:purchase:UserData:em={css:.email}", "--ProxyCapi:Rules:purchase:UserData:ph={css:.phone}", "--ProxyCapi:Rules:purchase:UserData:external_id={cookie:customer}");

    private static async Task BuyAsync(GatewayHost gateway, Canaries canaries)
    {
        for (var i = 0; i < Rounds; i++)
        {
            var query = $"q={Escape(canaries.Email("query"))}&token={canaries.Token("query")}&tel={Escape(canaries.Phone("query"))}&pan={canaries.Card("query")}&redirect={Escape(Escape(canaries.Email("query, twice escaped")))}"
                + $"&apikey={canaries.Token("apikey")}&orderkey={canaries.Token("orderkey")}&passwd={canaries.Token("passwd")}&contact={canaries.BarePhone("query, not escaped")}"
                + $"&next={Escape($"/reset?token={canaries.Token("address in the query")}")}&session_data={canaries.WebToken("query")}";
            var cookie = $"sid={canaries.Token("cookie")}; customer={Escape(canaries.Email("cookie"))}; _fbp=fb.1.1700000000000.{1_000_000 + i}";
            foreach (var path in (string[])[$"/rule/r{i}", $"/discovery/d{i}"])
            {
                await SendAsync(gateway, HttpMethod.Get, $"{path}?{query}", null, cookie, canaries);
            }

            await SendAsync(
                gateway, HttpMethod.Post, $"/form/f{i}?{query}",
                new FormUrlEncodedContent([new("your-email", canaries.Email("form")), new("your-phone", canaries.Phone("form")), new("cc_number", canaries.Card("form")), new("password", canaries.Token("form"))]),
                cookie, canaries);
            await SendAsync(
                gateway, HttpMethod.Post, $"/api/orders?{query}",
                new StringContent($$"""{"email":"{{canaries.Email("JSON")}}","phone":"{{canaries.Phone("JSON")}}","card":"{{canaries.Card("JSON")}}","secret":"{{canaries.Token("JSON")}}"}""", Encoding.UTF8, "application/json"),
                cookie, canaries);
        }
    }

    private static async Task SendAsync(GatewayHost gateway, HttpMethod method, string address, HttpContent? content, string cookie, Canaries canaries)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Test)");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + canaries.Token("header"));
        request.Headers.TryAddWithoutValidation("X-Customer", canaries.Email("header"));
        request.Headers.TryAddWithoutValidation("Referer", $"https://shop.example/reset/{canaries.WebToken("referer's path")}/{canaries.BarePhone("referer's path")}/checkout?email={Escape(canaries.Email("referer"))}&key={canaries.Token("referer")}");
        using var response = await gateway.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static Task AnswerAsync(HttpContext context, Canaries canaries)
    {
        string email, phone, card;
        lock (canaries)
        {
            (email, phone, card) = (canaries.Email("page"), canaries.Phone("page"), canaries.Card("page"));
        }

        var id = context.Request.Path.Value!.Split('/')[^1];
        context.Response.Headers["X-Debug-Customer"] = email;
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                $$"""{"order":{"id":"a-{{card[^6..]}}","number":"a-{{card[^6..]}}","status":"paid","currency":"EUR","total":"10.50","email":"{{email}}","phone":"{{phone}}","note":"call {{phone}}","card":"{{card}}","items":[{"sku":"S-1","name":"for {{email}}","quantity":1,"price":"10.50"} ] } }""");
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $$"""
            <!doctype html><title>{{email}}</title><p class=total>10.50</p><p class=email>{{email}}</p><p class=phone>{{phone}}</p><p class=card>{{card}} 12/27</p><p class=name>Gift for {{email}}</p><p class=contact>{{phone}}</p>
            <script>fbq('init','1',{em:'{{email}}',ph:'{{phone}}'});fbq('track','{{(context.Request.Path.StartsWithSegments("/form") ? "Lead" : "Purchase")}}',{value:10.5,currency:'EUR',order_id:'{{id}}',content_name:'{{email}}',customer:'{{phone}}',paid_with:'2026-11-30 {{card}} 123'},{eventID:'{{id}}'});
            dataLayer=[{event:'purchase',ecommerce:{transaction_id:'{{id}}',value:10.5,currency:'EUR'},user_data:{email:'{{email}}',phone_number:'{{phone}}'} } ];</script>
            """);
    }

    private static async Task<List<(string Place, string Text)>> AdminAsync(GatewayHost gateway)
    {
        var pages = new List<(string, string)>();
        foreach (var path in (string[])["/metrics", "/healthz/live", "/healthz/ready", "/healthz/delivery", "/"])
        {
            using var response = await gateway.AdminClient.GetAsync(new Uri(path, UriKind.Relative));
            pages.Add(("admin " + path, await response.Content.ReadAsStringAsync()));
        }

        pages.AddRange(await InspectorAsync(gateway));
        return pages;
    }

    // Everything that the inspector answers: its lists, and each event that they name.
    private static async Task<List<(string Place, string Text)>> InspectorAsync(GatewayHost gateway)
    {
        const string api = "/inspector/api/";
        var pages = new List<(string Place, string Text)>();
        var events = await AskAsync("events?limit=1000");
        using var list = JsonDocument.Parse(events);
        foreach (var number in Numbers(list.RootElement))
        {
            await AskAsync(string.Create(CultureInfo.InvariantCulture, $"events/{number}"));
        }

        foreach (var path in (string[])["overview", "rules", "findings", "outbox", "report"])
        {
            await AskAsync(path);
        }

        return pages;

        async Task<string> AskAsync(string path)
        {
            using var response = await gateway.AdminClient.GetAsync(new Uri(api + path, UriKind.Relative));
            response.EnsureSuccessStatusCode();
            var text = await response.Content.ReadAsStringAsync();
            pages.Add(($"admin {api}{path}", text));
            return text;
        }
    }

    private static IEnumerable<long> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "number", Value.ValueKind: JsonValueKind.Number } ? [property.Value.GetInt64()] : Numbers(property.Value)),
        _ => [],
    };

    // Sealed on disk: opened with the key beside it, as an operator would.
    private static List<string> Queued(DirectoryInfo data)
    {
        using var archive = new OutboxArchive(new OutboxFiles(new StoreFolder(data.FullName), new SqliteSettings { BusyTimeoutSeconds = 10 }, configuredKeys: []));
        return [.. archive.List(new OutboxQuery(Enum.GetValues<ItemState>(), null, null, 10_000)).Select(row => Encoding.UTF8.GetString(row.Opened!.Item.Payload.Span))];
    }

    // JSON may write any sign as an escape.
    private static string Plain(string text) => text.Contains("\\u", StringComparison.Ordinal)
        ? JsonEscape().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex JsonEscape();

    private static async Task<string> OperatorAsync(DirectoryInfo data)
    {
        await using var output = new StringWriter();
        foreach (var command in (string[][])[["outbox", "status"], ["outbox", "list"], ["outbox", "list", "--json"]])
        {
            await GatewayCommandLine.InvokeAsync([.. command, "--data-directory", data.FullName, "--Logging:LogLevel:Default=None"], output, output);
        }

        return output.ToString();
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
