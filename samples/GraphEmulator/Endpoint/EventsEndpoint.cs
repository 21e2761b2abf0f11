using System.Net.Http.Headers;
using System.Text.Json;
using GraphEmulator.Faults;
using GraphEmulator.Hosting;
using GraphEmulator.Journal;
using GraphEmulator.Judgement;

namespace GraphEmulator.Endpoint;

/// <summary>
/// <c>POST /{version}/{pixel}/events</c>.
/// <code>
/// faults before reading ─► read ─► faults before commit ─► judge ─► record, commit ─► faults after commit ─► answer
/// </code>
/// A request is recorded exactly once, before the sender can know how it went.
/// </summary>
internal sealed class EventsEndpoint(
    GraphJournal journal, GraphFaults faults, GraphTokens tokens, EmulatorSettings settings, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly RequestJudge _judge = new(tokens, settings.FutureTolerance);

    public async Task HandleAsync(HttpContext context)
    {
        var request = ReadAddress(context);
        var arrival = faults.Take(request.Pixel, eventIds: null);
        if (await StopsAtAsync(GraphFaultStage.BeforeRead, context, arrival, request, []))
        {
            return;
        }

        using var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        request = request with { Body = body?.RootElement ?? default };
        var eventIds = EventHeading.ReadIds(request.Body.Member("data"));
        var plan = faults.Take(request.Pixel, eventIds).After(arrival);
        if (await StopsAtAsync(GraphFaultStage.BeforeCommit, context, plan, request, eventIds))
        {
            return;
        }

        await AnswerAsync(context, plan, Commit(request, eventIds, plan));
    }

    private static GraphRequest ReadAddress(HttpContext context) => new()
    {
        Version = (string)context.Request.RouteValues["version"]!,
        Pixel = (string)context.Request.RouteValues["pixel"]!,
        QueryToken = context.Request.Query["access_token"] is [{ } token, ..] ? token : null,
        HeaderToken = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? header.Parameter : null,
    };

    /// <summary>Lets a fault strike before the commit. Returns whether it ended the request.</summary>
    private async Task<bool> StopsAtAsync(GraphFaultStage stage, HttpContext context, FaultPlan plan, GraphRequest request, IReadOnlyList<string> eventIds)
    {
        await plan.DelayAsync(stage, lifetime.ApplicationStopping);
        if (plan.EndingAt(stage) is not { } fault)
        {
            return false;
        }

        var answer = fault.Fault.Kind == GraphFaultKind.Answer ? GraphAnswer.Of(fault.Fault) : null;
        journal.Record(Describe(request, eventIds, plan) with { Outcome = RequestOutcome.Faulted, Status = answer?.Status, TraceId = answer?.TraceId }, []);
        await EndAsync(context, plan, fault, answer);
        return true;
    }

    /// <summary>Judges, and commits what is good. Returns the answer that the request has earned.</summary>
    private GraphAnswer Commit(GraphRequest request, IReadOnlyList<string> eventIds, FaultPlan plan)
    {
        var verdict = _judge.Judge(request, time.GetUtcNow());
        var record = Describe(request, eventIds, plan) with { Warnings = verdict.Warnings };
        if (verdict.Error is { } error)
        {
            var refusal = GraphAnswer.Error(error);
            journal.Record(
                record with
                {
                    Outcome = RequestOutcome.Refused,
                    Status = SentStatus(plan, refusal),
                    Code = error.Code,
                    Subcode = error.Subcode,
                    Problems = [.. verdict.Problems.Select(problem => problem.ToString())],
                    TraceId = refusal.TraceId,
                },
                []);
            return refusal;
        }

        var data = request.Body.Member("data");
        var committed = Math.Max(0, data.GetArrayLength() - plan.Missing);
        var success = GraphAnswer.Success(committed, verdict.Warnings.Concat(plan.Messages));
        journal.Record(record with { Status = SentStatus(plan, success), TraceId = success.TraceId }, EventHeading.Copy(data, committed));
        return success;
    }

    private async Task AnswerAsync(HttpContext context, FaultPlan plan, GraphAnswer answer)
    {
        await plan.DelayAsync(GraphFaultStage.AfterCommit, lifetime.ApplicationStopping);
        if (plan.EndingAt(GraphFaultStage.AfterCommit) is { } fault)
        {
            await EndAsync(context, plan, fault, fault.Fault.Kind == GraphFaultKind.Answer ? GraphAnswer.Of(fault.Fault) : null);
            return;
        }

        await SendAsync(context, plan, plan.IsTruncated ? answer.Truncate() : answer);
    }

    private async Task EndAsync(HttpContext context, FaultPlan plan, ActiveFault fault, GraphAnswer? answer)
    {
        if (answer is not null)
        {
            await SendAsync(context, plan, answer);
        }
        else if (fault.Fault.Kind == GraphFaultKind.Hang)
        {
            await ClientConnection.HangAsync(context, fault, lifetime.ApplicationStopping);
        }
        else
        {
            ClientConnection.Reset(context);
        }
    }

    private static async Task SendAsync(HttpContext context, FaultPlan plan, GraphAnswer answer)
    {
        try
        {
            await answer.SendAsync(context.Response, plan.Headers, plan.Slow, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; the journal has what happened.
        }
    }

    /// <summary>The status that the sender will see.</summary>
    private static int? SentStatus(FaultPlan plan, GraphAnswer earned) => plan.EndingAt(GraphFaultStage.AfterCommit)?.Fault switch
    {
        null => earned.Status,
        { Kind: GraphFaultKind.Answer } fault => fault.Status,
        _ => null,
    };

    private RecordedRequest Describe(GraphRequest request, IReadOnlyList<string> eventIds, FaultPlan plan) => new()
    {
        Time = time.GetUtcNow(),
        Version = request.Version,
        Pixel = request.Pixel,
        Events = request.Body.Member("data") is { ValueKind: JsonValueKind.Array } data ? data.GetArrayLength() : 0,
        EventIds = eventIds,
        Outcome = RequestOutcome.Accepted,
        Faults = plan.Names,
        TestEventCode = request.Body.Member("test_event_code").ValueKind == JsonValueKind.String ? request.Body.Member("test_event_code").GetString() : null,
    };
}
