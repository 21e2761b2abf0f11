using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphEmulator.Judgement;

/// <summary>
/// Judges a request by meta-capi.md alone. A judge of its own on purpose: it shares no line with the library whose payloads it sees, so that a mistake
/// of the one is not excused by the other. One bad event refuses all of them, as at Meta.
/// </summary>
/// <param name="tokens">Who is let in.</param>
/// <param name="futureTolerance">How far an event time may lie ahead.</param>
internal sealed partial class RequestJudge(GraphTokens tokens, TimeSpan futureTolerance)
{
    private const int MaxEvents = 1000;

    private static readonly string[] RequestFields = ["data", "access_token", "test_event_code", "partner_agent", "appsecret_proof"];

    /// <summary>Comes to a verdict. Changes nothing.</summary>
    public Verdict Judge(GraphRequest request, DateTimeOffset now)
    {
        var findings = new Findings();
        if (JudgeAddress(request, findings) && JudgeBody(request.Body, findings) && JudgeAccess(request, findings) && JudgeFields(request.Body, findings))
        {
            try
            {
                JudgeEvents(request.Body.Member("data"), now, findings);
            }
            catch (InvalidOperationException)
            {
                // System.Text.Json finds out that a text is none (half of a surrogate pair) when it is asked for it.
                findings.Refuse(100, null, "A text in it is not valid Unicode.", "data");
            }
        }

        return new(findings.Problems.Count > 0 ? GraphError.Of(findings.Problems[0]) : null, findings.Problems, findings.Warnings);
    }

    private static bool JudgeAddress(GraphRequest request, Findings findings)
    {
        if (!VersionPattern().IsMatch(request.Version))
        {
            findings.Refuse(2500, null, "The version in the path is not of the form v26.0.");
        }
        else if (!PixelPattern().IsMatch(request.Pixel))
        {
            findings.Refuse(100, 33, "The pixel id in the path is not a number; no such object.");
        }

        return findings.Problems.Count == 0;
    }

    private bool JudgeAccess(GraphRequest request, Findings findings)
    {
        var token = request.Body.Member("access_token").Text() ?? request.QueryToken ?? request.HeaderToken;
        if (!tokens.IsValid(token))
        {
            findings.Refuse(190, null, string.IsNullOrWhiteSpace(token) ? "The access token is missing." : "The access token is not valid, or was revoked.");
        }
        else if (tokens.AppSecret is { } secret && request.Body.Member("appsecret_proof") is var proof)
        {
            if (proof.IsAbsent())
            {
                findings.Refuse(104, null, "The app requires appsecret_proof.", "appsecret_proof");
            }
            else if (!GraphTokens.IsProof(secret, token!, proof.Text()))
            {
                findings.Refuse(100, null, "It is not the proof of this token.", "appsecret_proof");
            }
        }

        if (request.QueryToken is not null)
        {
            findings.Warn("access_token: stands in the query, where logs keep it. Send it in the body or in a header.");
        }

        return findings.Problems.Count == 0;
    }

    private static bool JudgeBody(JsonElement body, Findings findings)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse(100, null, "The body is not readable: neither a JSON object nor form fields, or a name stands in it twice.", "data");
        }

        return findings.Problems.Count == 0;
    }

    private static bool JudgeFields(JsonElement body, Findings findings)
    {
        var data = body.Member("data");
        if (data.ValueKind != JsonValueKind.Array)
        {
            findings.Refuse(100, null, "It is required, and a list of events.", "data");
        }
        else if (data.GetArrayLength() is 0 or > MaxEvents)
        {
            findings.Refuse(100, null, $"It holds {data.GetArrayLength()} events; 1 to {MaxEvents} are allowed.", "data");
        }

        if (body.Member("test_event_code") is { ValueKind: not JsonValueKind.Undefined } code && !code.IsText())
        {
            findings.Refuse(100, null, "It is a text; without one, leave it out.", "test_event_code");
        }

        if (body.Member("partner_agent") is { ValueKind: not JsonValueKind.Undefined } agent && !IsPartnerAgent(agent.Text()))
        {
            findings.Refuse(100, null, "It has fewer than 23 characters, at least two of them letters.", "partner_agent");
        }

        foreach (var field in body.EnumerateObject().Where(field => !RequestFields.Contains(field.Name)))
        {
            findings.Warn($"{field.Name}: no field of this request; ignored.");
        }

        return findings.Problems.Count == 0;
    }

    private static bool IsPartnerAgent(string? agent) => agent is { Length: < 23 } && agent.Count(char.IsLetter) >= 2;

    private void JudgeEvents(JsonElement data, DateTimeOffset now, Findings findings)
    {
        var judge = new EventJudge(now, futureTolerance);
        var index = 0;
        foreach (var item in data.EnumerateArray())
        {
            judge.Judge(item, new(findings, index++));
        }
    }

    [GeneratedRegex(@"^v[0-9]+\.[0-9]+\z")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[0-9]{1,20}\z")]
    private static partial Regex PixelPattern();
}
