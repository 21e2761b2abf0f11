using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Failures that are answered with a status of success: <c>error: true</c>, <c>success: false</c>, GraphQL errors, lists of validation errors.</summary>
internal sealed class FailureShape : IBodyShape
{
    private static readonly string[] Flags = ["success", "ok", "succeeded", "valid"];
    private static readonly string[] Errors = ["errors", "error", "validationErrors", "validation_errors", "fieldErrors", "violations"];
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "failure", "failed", "fail", "error", "invalid" };

    public bool Read(JsonBody body, Findings findings)
    {
        if (!IsFailure(body.Answer))
        {
            return false;
        }

        findings.Rejections.Add(new Rejection("json answer", "the answer reports a failure"));
        return true;
    }

    private static bool IsFailure(JObject answer) =>
        Flags.Any(name => answer[name] is JValue { Type: JTokenType.Boolean, Value: false })
        || Errors.Any(name => IsError(answer[name]))
        || Words.Contains(JsonFields.AsText(answer["result"] as JValue) ?? "")
        || Words.Contains(JsonFields.AsText(answer["status"] as JValue) ?? "");

    private static bool IsError(JToken? error) => error switch
    {
        JContainer { Count: > 0 } => true,
        JValue { Type: JTokenType.Boolean, Value: true } => true,
        JValue { Type: JTokenType.String } text => JsonFields.IsThere(text) && (string)text! is not ("false" or "0"),
        JValue { Type: JTokenType.Integer } number => (long)number != 0,
        _ => false,
    };
}
