using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Answers with the status of a success that say that nothing was sold (shop-pages.md section 0, point 7).</summary>
internal static class FailedAnswer
{
    private const int FirstFailure = 400;

    private const int FirstOther = 600;

    private static readonly string[] FailedStates = ["error", "fail", "failed", "failure", "validation_failed", "acceptance_missing", "spam", "mail_failed", "aborted"];

    /// <summary>Why the answer is a failure, in plain words; <see langword="null"/> if it is none.</summary>
    /// <param name="answer">The answer, or one entry of a batch.</param>
    public static string? ReasonOf(JToken? answer)
    {
        if (answer is not JObject)
        {
            return null;
        }

        if (JsonFields.Find(answer, "errors") is JContainer { Count: > 0 })
        {
            return "The answer lists errors.";
        }

        if (IsError(JsonFields.Find(answer, "error")))
        {
            return "The answer says that there was an error.";
        }

        if (IsFalse(JsonFields.Find(answer, "success")) || IsFalse(JsonFields.Find(answer, "ok")))
        {
            return "The answer says that it did not succeed.";
        }

        if (JsonFields.AsText(JsonFields.Find(answer, "result")) is { } result && IsFailedState(result))
        {
            return $"The answer's result is '{result}'.";
        }

        if (JsonFields.AsText(JsonFields.Find(answer, "status")) is { } status && IsFailedState(status))
        {
            return $"The answer's status is '{status}'.";
        }

        if (JsonFields.Find(answer, "statusCode", "status_code", "status") is JValue { Value: >= (long)FirstFailure and < (long)FirstOther } code)
        {
            return $"The answer's status is {code}.";
        }

        return JsonFields.AsText(JsonFields.Find(answer, "type")) == "cart" ? "The answer is still a cart: it is not paid yet." : null;
    }

    /// <summary>Why one part of a batch is a failure.</summary>
    /// <param name="part">The part, with <c>status</c> and <c>body</c>.</param>
    public static string? ReasonOfPart(JToken? part) =>
        JsonFields.Find(part, "status") is { Type: JTokenType.Integer } status && (long)status >= FirstFailure
            ? $"This part of the answer has the status {(long)status}."
            : ReasonOf(JsonFields.Find(part, "body"));

    private static bool IsError(JToken? error) => error switch
    {
        JContainer container => container.Count > 0,
        JValue { Type: JTokenType.Boolean } flag => (bool)flag,
        JValue { Type: JTokenType.Integer } code => code.Value is not 0L,
        JValue { Type: JTokenType.String } text => ((string)text!).Trim() is not ("" or "0" or "false"),
        _ => false,
    };

    private static bool IsFalse(JToken? flag) =>
        flag is JValue { Type: JTokenType.Boolean } value ? !(bool)value : JsonFields.AsText(flag) is { } text && (text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase));

    private static bool IsFailedState(string state) => FailedStates.Contains(state, StringComparer.OrdinalIgnoreCase);
}
