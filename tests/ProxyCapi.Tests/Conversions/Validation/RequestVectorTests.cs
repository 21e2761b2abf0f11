using System.Text.Json;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Delivery;
using ProxyCapi.Tests.Configuration;
using ProxyCapi.Tests.Conversions.Normalization;
using ProxyCapi.Tests.Delivery;

namespace ProxyCapi.Tests.Conversions.Validation;

/// <summary>request.json: every case through the part that decides it.</summary>
public class RequestVectorTests
{
    public static TheoryData<string> Ids => [.. Vectors().Select(vector => vector.Text("id")!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Vector_OfRequests_ComesOutAsItSays(string id)
    {
        var vector = Vectors().Single(candidate => candidate.Text("id") == id);
        var expect = vector.GetProperty("expect");
        if (expect.TryGetProperty("batches", out var batches))
        {
            Assert.Equal(batches.EnumerateArray().Select(size => size.GetInt32()), await BatchesAsync(vector.GetProperty("events").GetInt32(), vector.GetProperty("max_batch").GetInt32()));
        }
        else if (vector.TryGetProperty("configured_max_batch", out var configured))
        {
            // A typing error is told at the start, and the sender would not follow it either.
            Assert.NotEmpty(TestConfiguration.Failures(TestConfiguration.GoodWith(("Delivery:BatchSize", configured.ToString()))));
            Assert.Equal([expect.GetProperty("max_batch").GetInt32(), 1], await BatchesAsync(expect.GetProperty("max_batch").GetInt32() + 1, configured.GetInt32()));
        }
        else if (expect.TryGetProperty("sent", out var sent))
        {
            Assert.Equal((sent[0].GetInt32(), expect.GetProperty("dropped").GetInt32()), await FilteredAsync(vector));
        }
        else if (expect.TryGetProperty("url", out var url))
        {
            Assert.Equal(url.GetString(), GraphRequest.Address(new GraphOptions { Version = vector.Text("api_version")! }, vector.Text("pixel_id")!).AbsoluteUri);
            Assert.Equal(expect.Text("content_type"), new EventBatchContent([], null, null).Headers.ContentType!.MediaType);
        }
        else
        {
            Assert.Equal(expect.GetProperty("valid").GetBoolean(), IsValid(vector));
        }
    }

    private static bool IsValid(JsonElement vector) => vector.Text("partner_agent") is { } agent
        ? IsPartnerAgent(agent) && IsPartnerAgent(GraphRequest.PartnerAgent)
        : TestConfiguration.Failures(vector.Text("pixel_id") is { } pixel
            ? TestConfiguration.GoodWith(("Pixels:main:Id", pixel))
            : TestConfiguration.GoodWith(("Graph:Version", vector.Text("api_version")))).Count == 0;

    // The agent is a constant of ours: the vectors prove this reading of Meta's rule, and the constant must meet it.
    private static bool IsPartnerAgent(string agent) => agent.Length < 23 && agent.Count(char.IsAsciiLetter) >= 2;

    private static async Task<IEnumerable<int>> BatchesAsync(int events, int batchSize)
    {
        await using var harness = new SenderHarness(options => options.Delivery.BatchSize = batchSize);
        var sizes = new List<int>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        harness.Graph.Answer = (request, _) =>
        {
            sizes.Add(request.EventIds.Count);
            if (sizes.Sum() >= events)
            {
                all.TrySetResult();
            }

            return Task.FromResult(ScriptedGraph.Accept(request));
        };
        await harness.EnqueueAsync(events);
        await harness.StartAsync();
        await all.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return sizes;
    }

    private static async Task<(int Sent, int Dropped)> FilteredAsync(JsonElement vector)
    {
        using var harness = new ConversionHarness();
        var invalid = vector.GetProperty("invalid_indexes").EnumerateArray().Select(index => index.GetInt32()).ToHashSet();
        var results = new List<EventResult>();
        for (var i = 0; i < vector.GetProperty("events").GetInt32(); i++)
        {
            results.AddRange(await harness.CreateAsync(ConversionHarness.Purchase(("currency", invalid.Contains(i) ? "none" : "EUR"))));
        }

        return (results.Count(result => result.Item is not null), results.Count(result => result.Item is null));
    }

    private static JsonElement[] Vectors() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(VectorFile.Folder, "request.json"))).RootElement.EnumerateArray()];
}
