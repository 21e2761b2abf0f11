using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>The inspector on the admin listener: the page, its questions, and the one change it can make.</summary>
internal static class InspectorEndpoints
{
    private const string Api = "/inspector/api";

    /// <summary>What each wrong key costs whoever guesses, one after the other.</summary>
    private static readonly TimeSpan GuessPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Maps the inspector.</summary>
    /// <param name="server">The admin server.</param>
    /// <param name="gateway">The services of the gateway itself.</param>
    public static void MapInspector(this WebApplication server, IServiceProvider gateway)
    {
        var guard = gateway.GetRequiredService<InspectorGuard>();
        var queries = gateway.GetRequiredService<InspectorQueries>();
        var stream = gateway.GetRequiredService<InspectorStream>();
        var outbox = gateway.GetRequiredService<InspectorOutbox>();

        // One at a time, whoever asks: with a key of sixteen characters nobody comes to an end of guessing.
        var gate = new SemaphoreSlim(1);
        var time = gateway.GetRequiredService<TimeProvider>();

        // The page and its files say nothing; without the key they ask for it.
        foreach (var asset in InspectorAsset.All)
        {
            Map(HttpMethods.Get, asset.Path, isOpen: true, context =>
            {
                context.Response.ContentType = asset.MediaType;
                return context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
            });
        }

        Map(HttpMethods.Post, $"{Api}/session", isOpen: true, context => SignInAsync(context, guard, gate, time));
        Answer("overview", async _ => await queries.OverviewAsync());
        Answer("events", context => Task.FromResult<object?>(queries.Events(context.Request.Query["search"], context.Request.Query["show"], Number(context, "limit"))));
        Answer("events/{number:long}", context => Task.FromResult(queries.Event(long.Parse((string)context.Request.RouteValues["number"]!, System.Globalization.CultureInfo.InvariantCulture))));
        Answer("rules", _ => Task.FromResult<object?>(queries.Rules()));
        Answer("findings", async _ => await queries.FindingsAsync());
        Answer("outbox", _ => Task.FromResult<object?>(outbox.Show()));
        Answer("find", async context => context.Request.Query["text"].ToString() is { Length: > 0 } text ? await queries.FindAsync(text, context.RequestAborted) : null);
        Answer("report", context => Task.FromResult<object?>(queries.Report(SpanText.TryParse(context.Request.Query["since"].ToString(), out var span) && span <= BooksFile.Kept ? span : TimeSpan.FromDays(1))));
        Map(HttpMethods.Get, $"{Api}/stream", isOpen: false, context => stream.WriteAsync(context, Number(context, "after")));
        Map(HttpMethods.Post, $"{Api}/outbox/replay", isOpen: false, context => ReplayAsync(context, outbox));

        void Answer(string path, Func<HttpContext, Task<object?>> ask) => Map(HttpMethods.Get, $"{Api}/{path}", isOpen: false, async context =>
        {
            if (await ask(context) is { } answer)
            {
                await context.Response.WriteAsJsonAsync(answer, InspectorJson.Options, context.RequestAborted);
            }
            else
            {
                await WriteProblemAsync(context, StatusCodes.Status404NotFound, "It is not remembered any more.");
            }
        });

        void Map(string method, string path, bool isOpen, RequestDelegate write) => server.MapMethods(path, [method], async context =>
        {
            SetHeaders(context.Response.Headers);
            if (guard.Refuse(context) is { } refusal)
            {
                await WriteProblemAsync(context, StatusCodes.Status403Forbidden, refusal);
            }
            else if (!isOpen && !guard.IsKnown(context))
            {
                await SlowDownAsync(context, gate, time, context.Request.Headers.Authorization.Count > 0);
                await WriteProblemAsync(context, StatusCodes.Status401Unauthorized, "Show the key (ProxyCapi:Admin:Key).");
            }
            else
            {
                await write(context);
            }
        }).DisableHttpMetrics();
    }

    private static async Task SlowDownAsync(HttpContext context, SemaphoreSlim gate, TimeProvider time, bool isGuess)
    {
        if (isGuess)
        {
            await gate.WaitAsync(context.RequestAborted);
            try
            {
                await Task.Delay(GuessPause, time, context.RequestAborted);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    /// <summary>The body, if it is a small JSON object of the right shape.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        const int Longest = 64 * 1024;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Longest;
        }

        try
        {
            return await context.Request.ReadFromJsonAsync<T>(InspectorJson.Options, context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static async Task SignInAsync(HttpContext context, InspectorGuard guard, SemaphoreSlim gate, TimeProvider time)
    {
        var form = await ReadAsync<SignIn>(context);
        if (!guard.IsKey(form?.Key))
        {
            await SlowDownAsync(context, gate, time, isGuess: true);
            await WriteProblemAsync(context, StatusCodes.Status401Unauthorized, "That is not the key.");
            return;
        }

        context.Response.Cookies.Append(InspectorSessions.CookieName, guard.BeginSession(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = InspectorSessions.Lifetime,
        });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ReplayAsync(HttpContext context, InspectorOutbox outbox)
    {
        var wanted = await ReadAsync<ReplayWish>(context);
        if (wanted is null || (wanted.Ids is not { Length: > 0 } && !wanted.All))
        {
            await WriteProblemAsync(context, StatusCodes.Status400BadRequest, "Name the dead letters, or all of them.");
            return;
        }

        try
        {
            var result = outbox.Replay(wanted.All ? null : wanted.Ids, wanted.Force);
            await context.Response.WriteAsJsonAsync(
                new { result.Replayed, Refused = result.Refused.Select(row => new { row.Id, row.Why, Because = OutboxReplayCommand.Reason(row.Why) }) }, InspectorJson.Options, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OutboxAccessException or SqliteException or IOException or UnauthorizedAccessException)
        {
            var message = exception is SqliteException sqlite ? OutboxAccessException.Of(sqlite).Message : exception.Message;
            await WriteProblemAsync(context, StatusCodes.Status503ServiceUnavailable, message);
        }
    }

    private static int? Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task WriteProblemAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { Error = message }, InspectorJson.Options, context.RequestAborted);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private sealed record SignIn(string? Key);

    private sealed record ReplayWish(long[]? Ids, bool All, bool Force);
}
