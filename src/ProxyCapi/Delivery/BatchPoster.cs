using System.Diagnostics;
using System.Globalization;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>One request with its span and its measurements, and what its answer means.</summary>
internal sealed class BatchPoster(GraphClient client, ProxyCapiMetrics metrics, TimeProvider time)
{
    // A span with a thousand links is refused by many back ends.
    private const int MaxLinks = 128;

    /// <summary>Sends items and classifies the answer; never throws for what the network or Meta does.</summary>
    /// <param name="items">Items that share their <see cref="OutboxItem.TestEventCode"/>: it stands once in the request.</param>
    /// <param name="pixel">Where to.</param>
    /// <param name="graph">How.</param>
    /// <param name="stopping">Nothing is begun once it fires.</param>
    public async Task<GraphVerdict> PostAsync(
        IReadOnlyList<LeasedItem> items, CompiledPixel pixel, GraphOptions graph, CancellationToken stopping)
    {
        using var activity = ProxyCapiActivity.Source.StartActivity(
            "proxycapi send", ActivityKind.Client, parentContext: default, links: Links(items));
        var started = time.GetTimestamp();
        var target = items[0].Item.TestEventCode is { } code ? pixel with { TestEventCode = code } : pixel;
        var answer = await client.SendAsync(target, graph, [.. items.Select(item => item.Item.Payload)], stopping);
        var verdict = GraphAnswerClassifier.Classify(answer, items.Count, time.GetUtcNow());
        if (verdict.Action != GraphAction.Requeue)
        {
            metrics.Sent(pixel.Name, Tag(verdict.Action), items.Count, time.GetElapsedTime(started));
        }

        Describe(activity, pixel, items.Count, verdict);
        return verdict;
    }

    private static void Describe(Activity? activity, CompiledPixel pixel, int events, GraphVerdict verdict)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(ProxyCapiMetrics.PixelTag, pixel.Name);
        activity.SetTag(ProxyCapiMetrics.ResultTag, Tag(verdict.Action));
        activity.SetTag("proxycapi.send.batch.size", events);
        if (verdict.Action != GraphAction.Ok)
        {
            activity.SetTag("error.type", verdict.Label);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        if (verdict.Code is { } code)
        {
            activity.SetTag("proxycapi.graph.code", code.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<ActivityLink> Links(IReadOnlyList<LeasedItem> items)
    {
        var links = 0;
        foreach (var item in items)
        {
            if (links < MaxLinks && ActivityContext.TryParse(item.Item.TraceParent, null, isRemote: true, out var context))
            {
                links++;
                yield return new ActivityLink(context);
            }
        }
    }

    private static string Tag(GraphAction action) => action switch
    {
        GraphAction.Ok => "ok",
        GraphAction.Retry => "retry",
        GraphAction.Throttle => "throttle",
        GraphAction.Split => "split",
        GraphAction.Drop => "drop",
        GraphAction.Stop => "stop",
        GraphAction.InDoubt => "in_doubt",
        _ => "requeue",
    };
}
