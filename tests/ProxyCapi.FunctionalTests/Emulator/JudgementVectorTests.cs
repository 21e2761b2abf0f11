using System.Text.Json.Nodes;
using GraphEmulator.Judgement;

namespace ProxyCapi.FunctionalTests.Emulator;

/// <summary>
/// The public vectors say what a sender must do with an event. What follows for the other end: an event to be dropped, mended or relieved of a field is
/// refused as it stands, and accepted once the sender has done so.
/// </summary>
public sealed class JudgementVectorTests
{
    public static TheoryData<string> InvalidIds => [.. Vectors("invalid.json").Select(vector => (string)vector["id"]!)];

    public static TheoryData<string> PartnerAgents => [.. Vectors("request.json").Where(vector => vector.ContainsKey("partner_agent")).Select(vector => (string)vector["id"]!)];

    public static TheoryData<string> Addresses =>
        [.. Vectors("request.json").Where(vector => vector["expect"]!["valid"] is not null && !vector.ContainsKey("partner_agent")).Select(vector => (string)vector["id"]!)];

    [Theory]
    [MemberData(nameof(InvalidIds))]
    public void Event_OfTheVectors_IsJudgedAsTheVectorsSay(string id)
    {
        var vector = Vectors("invalid.json").Single(candidate => (string)candidate["id"]! == id);
        var verdict = Judge(vector, vector["event"]!.AsObject());
        switch ((string)vector["outcome"]!)
        {
            case "accept":
                Assert.Null(verdict.Error);
                break;
            case "warn" when id != "inv-037":
                Assert.Null(verdict.Error);
                Assert.NotEmpty(verdict.Warnings);
                break;
            // An empty event_id: a sender that warns leaves it out (section 2: empty texts are omitted).
            case "warn":
                AssertRefused(vector, verdict);
                AssertAccepted(vector, Without(vector, "event_id"));
                break;
            case "fix":
                AssertRefused(vector, verdict);
                AssertAccepted(vector, Mended(vector));
                break;
            case "drop_field":
                AssertRefused(vector, verdict);
                AssertAccepted(vector, Without(vector, (string)vector["field"]!));
                break;
            default:
                Assert.Equal("drop_event", (string)vector["outcome"]!);
                AssertRefused(vector, verdict);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(PartnerAgents))]
    public void PartnerAgent_OfTheVectors_IsJudgedAsTheVectorsSay(string id)
    {
        var vector = Vectors("request.json").Single(candidate => (string)candidate["id"]! == id);
        var body = EmulatorHost.Batch(EmulatorHost.Purchase("1"));
        body["partner_agent"] = vector["partner_agent"]!.DeepClone();
        Assert.Equal((bool)vector["expect"]!["valid"]!, Judge(body).IsAccepted);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Address_OfTheVectors_IsJudgedAsTheVectorsSay(string id)
    {
        var vector = Vectors("request.json").Single(candidate => (string)candidate["id"]! == id);
        var verdict = Judge(EmulatorHost.Batch(EmulatorHost.Purchase("1")), (string?)vector["api_version"] ?? "v26.0", (string?)vector["pixel_id"] ?? "1");
        Assert.Equal((bool)vector["expect"]!["valid"]!, verdict.IsAccepted);
    }

    private static void AssertRefused(JsonObject vector, Verdict verdict)
    {
        Assert.NotNull(verdict.Error);
        if (vector["meta_subcode"] is { } subcode)
        {
            Assert.Equal((100, (int?)subcode), (verdict.Error.Code, verdict.Error.Subcode));
        }
    }

    private static void AssertAccepted(JsonObject vector, JsonObject item) => Assert.Equal([], Judge(vector, item).Problems);

    private static JsonObject Without(JsonObject vector, string field)
    {
        var item = vector["event"]!.DeepClone().AsObject();
        var path = field.Split('.');
        Assert.True(path[..^1].Aggregate(item, (parent, name) => parent[name]!.AsObject()).Remove(path[^1]));
        return item;
    }

    /// <summary>"fixed" replaces fields of the event; inside user_data it replaces keys.</summary>
    private static JsonObject Mended(JsonObject vector)
    {
        var item = vector["event"]!.DeepClone().AsObject();
        foreach (var (name, value) in vector["fixed"]!.AsObject())
        {
            if (name != "user_data")
            {
                item[name] = value!.DeepClone();
                continue;
            }

            foreach (var (key, mended) in value!.AsObject())
            {
                item[name]![key] = mended!.DeepClone();
            }
        }

        return item;
    }

    private static Verdict Judge(JsonObject vector, JsonObject item) =>
        Judge(EmulatorHost.Batch(item.DeepClone()), now: DateTimeOffset.FromUnixTimeSeconds((long)vector["now"]!));

    private static Verdict Judge(JsonObject body, string version = "v26.0", string pixel = "1", DateTimeOffset? now = null)
    {
        using var document = System.Text.Json.JsonDocument.Parse(body.ToJsonString());
        return new RequestJudge(new GraphTokens(), TimeSpan.FromMinutes(1)).Judge(
            new() { Version = version, Pixel = pixel, Body = document.RootElement }, now ?? TimeProvider.System.GetUtcNow());
    }

    private static IEnumerable<JsonObject> Vectors(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file)))!.AsArray().Select(vector => vector!.AsObject());
}
