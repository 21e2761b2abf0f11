using System.Text;
using System.Text.Json;
using ProxyCapi.Delivery;
using ProxyCapi.Tests.Conversions.Normalization;
using Xunit.Abstractions;

namespace ProxyCapi.Tests.Delivery;

/// <summary>The table of meta-capi.md section 8, played from the vectors and from the rules.</summary>
public sealed class GraphAnswerClassifierTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Classify_EveryVector_GivesItsAction() => VectorFile.Play("errors.json", output, vector =>
    {
        var verdict = GraphAnswerClassifier.Classify(Answer(vector), vector.GetProperty("batch_size").GetInt32(), Now);
        var expected = vector.GetProperty("action").GetString();
        if (Name(verdict) != expected)
        {
            return $"{Name(verdict)} instead of {expected}";
        }

        return vector.TryGetProperty("backoff", out var backoff) && (backoff.GetString() == "long") != verdict.IsLong ? "the pause is wrong" : null;
    });

    [Theory]
    [InlineData(400, """{"error":{"code":190,"is_transient":true}}""", 5, "Stop")]
    [InlineData(500, """{"error":{"code":190}}""", 5, "Stop")]
    [InlineData(400, """{"error":{"code":100,"error_subcode":33}}""", 5, "Stop")]
    [InlineData(404, """{"error":{"code":2500}}""", 1, "Stop")]
    [InlineData(503, """{"error":{"code":100}}""", 5, "Retry")]
    [InlineData(400, """{"error":{"code":100,"is_transient":true}}""", 1, "Retry")]
    [InlineData(400, """{"error":{"code":-3}}""", 1, "Retry")]
    [InlineData(400, """{"error":{"code":987654}}""", 7, "Retry")]
    [InlineData(400, """{"error":{"code":"190"}}""", 1, "Stop")]
    [InlineData(200, """{"error":{"code":4}}""", 1, "Throttle")]
    [InlineData(400, """{"error":{"code":80014}}""", 1, "Throttle")]
    [InlineData(400, """{"error":{"code":80015}}""", 1, "Retry")]
    [InlineData(400, """{"error":"broken"}""", 1, "Retry")]
    [InlineData(400, """{"error":{"code":105}}""", 2, "Split")]
    [InlineData(200, """{"events_received":2}""", 3, "InDoubt")]
    [InlineData(200, """{"events_received":3}""", 3, "Ok")]
    [InlineData(200, "{}", 3, "InDoubt")]
    [InlineData(200, """{"events_received":3""", 3, "Retry")]
    [InlineData(200, "<html>login</html>", 3, "Retry")]
    [InlineData(403, "<html>proxy</html>", 3, "Retry")]
    [InlineData(302, "", 3, "Stop")]
    [InlineData(404, "not found", 3, "Stop")]
    [InlineData(425, "", 1, "Retry")]
    [InlineData(422, "no", 1, "Drop")]
    [InlineData(400, "null", 1, "Drop")]
    public void Classify_AnAnswer_FollowsTheOrderOfSection8(int status, string body, int batch, string action)
    {
        var answer = new GraphAnswer { Status = status, Body = Encoding.UTF8.GetBytes(body) };

        Assert.Equal(action, GraphAnswerClassifier.Classify(answer, batch, Now).Action.ToString());
    }

    [Theory]
    [InlineData(TransportFailure.NotSent, "Retry")]
    [InlineData(TransportFailure.Unknown, "InDoubt")]
    [InlineData(TransportFailure.Shutdown, "Requeue")]
    public void Classify_WithoutAnAnswer_TellsSentFromNotSent(object failure, string action) =>
        Assert.Equal(action, GraphAnswerClassifier.Classify(new GraphAnswer { Failure = (TransportFailure)failure }, 3, Now).Action.ToString());

    [Fact]
    public void Classify_AnAnswerThatIsNotMetas_IsNeverARefusal()
    {
        var verdict = GraphAnswerClassifier.Classify(new GraphAnswer { Status = 400, Body = "Bad Request"u8.ToArray() }, 1, Now);

        Assert.Equal(GraphAction.Drop, verdict.Action);
        Assert.False(verdict.IsRefusal);
    }

    [Theory]
    [InlineData("""{"events_received":1,"messages":["\ud800"],"fbtrace_id":"\udfff"}""", "Ok")]
    [InlineData("""{"events_received":1,"messages":[{"text":"ÿ"}]}""", "Ok")]
    [InlineData("""{"events_received":"\ud800"}""", "InDoubt")]
    [InlineData("""{"error":{"code":190,"error_user_msg":"\ud800","message":"ÿ"}}""", "Stop")]
    public void Classify_AnAnswerWithTextThatIsNone_GoesByItsNumbers(string body, string action)
    {
        // In Latin 1 the last letter is a byte that never occurs in UTF-8.
        var answer = new GraphAnswer { Status = 200, Body = Encoding.Latin1.GetBytes(body) };

        var verdict = GraphAnswerClassifier.Classify(answer, 1, Now);

        Assert.Equal(action, verdict.Action.ToString());
        Assert.All(verdict.Warnings, Assert.NotEmpty);
    }

    [Theory]
    [InlineData("X-App-Usage", """{"\ud800":{"call_count":10}}""")]
    public void Classify_ARateHeaderWithTextThatIsNone_IsIgnored(string header, string value)
    {
        var answer = new GraphAnswer { Status = 429, Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value } };

        Assert.Null(GraphAnswerClassifier.Classify(answer, 1, Now).UsagePercent);
    }

    [Theory]
    [InlineData("Retry-After", "120", 120)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 12:01:00 GMT", 60)]
    [InlineData("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("X-Business-Use-Case-Usage", """{"1":[{"type":"ads","call_count":1,"estimated_time_to_regain_access":19}]}""", 19 * 60)]
    public void Classify_WithARateHeader_AsksForItsPause(string header, string value, int seconds)
    {
        var answer = new GraphAnswer { Status = 429, Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value } };

        Assert.Equal(TimeSpan.FromSeconds(seconds), GraphAnswerClassifier.Classify(answer, 1, Now).RetryAfter);
    }

    [Theory]
    [InlineData("X-App-Usage", """{"call_count":28,"total_time":85.5,"total_cputime":25}""", 85.5)]
    [InlineData("X-Ad-Account-Usage", """{"acc_id_util_pct":9.67}""", 9.67)]
    [InlineData("X-App-Usage", "not json", null)]
    public void Classify_WithAUsageHeader_KnowsTheHighestPercentage(string header, string value, double? percent)
    {
        var answer = new GraphAnswer
        {
            Status = 200,
            Body = """{"events_received":1}"""u8.ToArray(),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value },
        };

        Assert.Equal(percent, GraphAnswerClassifier.Classify(answer, 1, Now).UsagePercent);
    }

    private static GraphAnswer Answer(JsonElement vector)
    {
        var headers = vector.TryGetProperty("headers", out var fields) && fields.ValueKind == JsonValueKind.Object
            ? fields.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.OrdinalIgnoreCase)
            : [];
        if (vector.GetProperty("http_status").ValueKind == JsonValueKind.Null)
        {
            var text = vector.GetProperty("case").GetString()!;
            return new GraphAnswer { Failure = text.Contains("shutdown", StringComparison.Ordinal) ? TransportFailure.Shutdown : TransportFailure.NotSent };
        }

        var body = vector.GetProperty("body");
        return new GraphAnswer
        {
            Status = vector.GetProperty("http_status").GetInt32(),
            Headers = headers,
            MediaType = headers.GetValueOrDefault("Content-Type"),
            Body = Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.ToString()),
        };
    }

    // A doubt is a retry with a pause of its own.
    private static string Name(GraphVerdict verdict) => verdict.Action switch
    {
        GraphAction.InDoubt or GraphAction.Throttle => "retry",
        var action => action.ToString().ToLowerInvariant(),
    };
}
