using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>An error as the Graph API words it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What a client is to classify by, with the subcode.</param>
/// <param name="Message">The message for developers.</param>
internal sealed record GraphError(int Status, int Code, string Message)
{
    private static readonly Dictionary<int, string> Titles = new Dictionary<int, string>
    {
        [33] = "Object not found",
        [Subcodes.ClickId] = "Malformed browser or click id",
        [Subcodes.TooOld] = "Event timestamp too old",
        [Subcodes.Future] = "Event timestamp in the future",
        [Subcodes.PurchaseValue] = "Purchase without a value",
        [Subcodes.PurchaseCurrency] = "Purchase without a currency",
        [Subcodes.NotHashed] = "Customer information not hashed",
        [Subcodes.ValueCurrency] = "Value without a currency",
        [Subcodes.ExtendedInfo] = "App event without extinfo",
        [Subcodes.WeakUserData] = "Too little customer information",
        [Subcodes.MessagingChannel] = "Messaging channel missing",
    };

    /// <summary>Detail of the code.</summary>
    public int? Subcode { get; init; }

    /// <summary>Meta's type. Says nothing about the cause: throttling and bad parameters are OAuthExceptions too.</summary>
    public string Type { get; init; } = "OAuthException";

    /// <summary>Whether Meta invites to try again.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What is wrong, for the person at the other end.</summary>
    public string? UserMessage { get; init; }

    /// <summary>Paths of the fields to blame.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Blame { get; init; } = [];

    /// <summary>The error that a problem of the payload deserves.</summary>
    public static GraphError Of(Problem problem) => new(problem.Code == 190 ? 401 : 400, problem.Code, Headline(problem))
    {
        Subcode = problem.Subcode,
        Type = problem.Code == 100 && problem.Subcode == 33 ? "GraphMethodException" : "OAuthException",
        UserMessage = problem.ToString(),
        Blame = problem.Path.Count == 0 ? [] : [problem.Path],
    };

    /// <summary>The whole body.</summary>
    public void WriteTo(Utf8JsonWriter json, string traceId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", Message);
        json.WriteString("type", Type);
        json.WriteNumber("code", Code);
        if (Blame.Count > 0)
        {
            json.WritePropertyName("error_data");
            JsonSerializer.Serialize(json, new { blame_field_specs = Blame });
        }

        if (Subcode is { } subcode)
        {
            json.WriteNumber("error_subcode", subcode);
        }

        json.WriteBoolean("is_transient", IsTransient);
        if (UserMessage is not null)
        {
            json.WriteString("error_user_title", Subcode is { } known && Titles.TryGetValue(known, out var title) ? title : Message);
            json.WriteString("error_user_msg", UserMessage);
        }

        json.WriteString("fbtrace_id", traceId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Headline(Problem problem) => problem.Code switch
    {
        100 when problem.Subcode == 33 => "Unsupported post request",
        100 => "Invalid parameter",
        104 => "API calls from the server require an appsecret_proof argument",
        190 => "Invalid OAuth access token",
        2500 => "Unknown path components",
        _ => problem.Reason,
    };
}
