using System.Text.Json;
using GraphEmulator.Judgement;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace GraphEmulator.Faults;

/// <summary>Faults and tokens over HTTP.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/faults", (GraphFaults faults) => TypedResults.Ok(faults.Active.Select(ListedFault.Of)));
        api.MapPut("/faults", ReplaceAsync);
        api.MapPost("/faults", IResult (GraphFaults faults, GraphFault fault) =>
            fault.Validate() is { } complaint ? Complain(complaint) : TypedResults.Ok(ListedFault.Of(faults.Add(fault))));
        api.MapDelete("/faults", (GraphFaults faults) =>
        {
            faults.Clear();
            return TypedResults.NoContent();
        });
        api.MapDelete("/faults/{id:int}", Remove);
        // Says how many, never which.
        api.MapGet("/tokens", (GraphTokens tokens) => TypedResults.Ok(new { any = tokens.Count is null, count = tokens.Count }));
        api.MapPut("/tokens", (GraphTokens tokens, string[] valid) =>
        {
            tokens.AllowOnly(valid);
            return TypedResults.NoContent();
        });
        api.MapDelete("/tokens", (GraphTokens tokens) =>
        {
            tokens.AllowAny();
            return TypedResults.NoContent();
        });
    }

    /// <summary>Takes a list of faults, or one, in the place of all that are in force.</summary>
    private static async Task<IResult> ReplaceAsync(HttpContext context, GraphFaults faults, IOptions<JsonOptions> json)
    {
        GraphFault[] replacement;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            replacement = body.RootElement.ValueKind == JsonValueKind.Array
                ? body.Deserialize<GraphFault[]>(json.Value.SerializerOptions)!
                : [body.Deserialize<GraphFault>(json.Value.SerializerOptions)!];
        }
        catch (JsonException exception)
        {
            return Complain(exception.Message);
        }

        if (replacement.Select(fault => fault is null ? "A fault is an object." : fault.Validate()).FirstOrDefault(complaint => complaint is not null) is { } problem)
        {
            return Complain(problem);
        }

        faults.Clear();
        return TypedResults.Ok(replacement.Select(faults.Add).Select(ListedFault.Of).ToArray());
    }

    private static IResult Remove(GraphFaults faults, int id)
    {
        if (faults.Active.FirstOrDefault(fault => fault.Id == id) is not { } found)
        {
            return TypedResults.NotFound();
        }

        found.Dispose();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Complain(string complaint) => TypedResults.Problem(complaint, statusCode: StatusCodes.Status400BadRequest, title: "No such fault");

    /// <summary>A fault as the API shows it.</summary>
    private sealed record ListedFault(int Id, int Hits, int? Remaining, GraphFault Fault)
    {
        public static ListedFault Of(ActiveFault active) => new(active.Id, active.Hits, active.Remaining, active.Fault);
    }
}
