using System.Text.Json;

namespace ProxyCapi.Delivery;

/// <summary>
/// The table of meta-capi.md section 8 as one pure function. Titles and messages are localised and <c>type</c> says little: only codes,
/// subcodes and the status decide.
/// </summary>
internal static class GraphAnswerClassifier
{
    private const int MaxMessage = 300;

    /// <summary>Decides what an answer asks for.</summary>
    /// <param name="answer">What came back.</param>
    /// <param name="batchSize">Events in the request.</param>
    /// <param name="now">The clock, for a <c>Retry-After</c> that is a date.</param>
    public static GraphVerdict Classify(GraphAnswer answer, int batchSize, DateTimeOffset now)
    {
        if (answer.Status is not { } status)
        {
            return new GraphVerdict(answer.Failure switch
            {
                TransportFailure.Shutdown => GraphAction.Requeue,
                TransportFailure.Unknown => GraphAction.InDoubt,
                _ => GraphAction.Retry,
            });
        }

        var verdict = Read(answer, status, batchSize);
        return verdict with
        {
            Status = status,
            Date = verdict.IsGraph ? answer.Date : null,
            RetryAfter = RateHeaders.RetryAfter(answer.Headers, now),
            UsagePercent = RateHeaders.Usage(answer.Headers),
        };
    }

    private static GraphVerdict Read(GraphAnswer answer, int status, int batchSize)
    {
        if (!TryParse(answer.Body, out var document))
        {
            return new GraphVerdict(WithoutJson(answer, status, batchSize));
        }

        using (document)
        {
            var root = document!.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error)
                ? OfError(error, status, batchSize)
                : OfSuccess(root, answer, status, batchSize);
        }
    }

    private static GraphVerdict OfError(JsonElement error, int status, int batchSize)
    {
        var code = Number(error, "code");
        var subcode = Number(error, "error_subcode");
        var transient = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("is_transient", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new GraphVerdict(ByCode(code, subcode, transient, status, batchSize))
        {
            Code = code,
            Subcode = subcode,
            Message = Short(Text(error, "error_user_msg") ?? Text(error, "error_user_title") ?? Text(error, "message")),
            TraceId = Short(Text(error, "fbtrace_id")),
            IsLong = code == 368,
            IsGraph = code is not null,
        };
    }

    // The order is section 8.1's: configuration, throttling, passing trouble, and only then the payload.
    private static GraphAction ByCode(int? code, int? subcode, bool transient, int status, int batchSize) => code switch
    {
        3 or 10 or 102 or 104 or 190 or (>= 200 and <= 299) or 803 or 2500 or 2635 => GraphAction.Stop,
        100 when subcode is 33 or 34 => GraphAction.Stop,
        4 or 17 or 32 or 341 or 368 or 613 or (>= 80000 and <= 80014) => GraphAction.Throttle,
        _ when status == 429 => GraphAction.Throttle,
        _ when transient || status >= 500 => GraphAction.Retry,
        100 or 105 or 506 => Refused(batchSize),
        _ when status == 413 => Refused(batchSize),
        _ => GraphAction.Retry,
    };

    private static GraphVerdict OfSuccess(JsonElement root, GraphAnswer answer, int status, int batchSize)
    {
        if (status is < 200 or > 299)
        {
            return new GraphVerdict(WithoutJson(answer, status, batchSize));
        }

        var received = Number(root, "events_received");
        return new GraphVerdict(received == batchSize ? GraphAction.Ok : GraphAction.InDoubt)
        {
            EventsReceived = received,
            EventsSent = batchSize,
            TraceId = Short(Text(root, "fbtrace_id")),
            Warnings = Warnings(root),
            IsGraph = received is not null,
        };
    }

    private static GraphAction WithoutJson(GraphAnswer answer, int status, int batchSize) => status switch
    {
        429 => GraphAction.Throttle,
        413 => Refused(batchSize),
        >= 500 or 408 or 425 => GraphAction.Retry,
        _ when IsHtml(answer) || IsCutOff(answer.Body.Span) => GraphAction.Retry,
        >= 200 and <= 299 => GraphAction.InDoubt,
        401 or 403 or 404 or (>= 300 and <= 399) => GraphAction.Stop,
        >= 400 => Refused(batchSize),
        _ => GraphAction.Retry,
    };

    private static GraphAction Refused(int batchSize) => batchSize > 1 ? GraphAction.Split : GraphAction.Drop;

    private static bool IsHtml(GraphAnswer answer) =>
        answer.MediaType is { } type && (type.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase))
        || answer.Body.Span.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("<"u8);

    // JSON that does not parse is JSON that broke off.
    private static bool IsCutOff(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n"u8);
        return start.StartsWith("{"u8) || start.StartsWith("["u8);
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, out JsonDocument? document)
    {
        document = null;
        if (body.IsEmpty)
        {
            return false;
        }

        try
        {
            document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(Text(value), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Text(value) : null;

    // A string may be valid JSON and no text at all: half of a surrogate pair, bytes that are not UTF-8. What it says decides nothing.
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string> Warnings(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? [.. messages.EnumerateArray().Select(message => Short(Text(message)) ?? "a message that is no text")]
            : [];

    private static string? Short(string? text) => text is { Length: > MaxMessage } ? text[..MaxMessage] : text;
}
