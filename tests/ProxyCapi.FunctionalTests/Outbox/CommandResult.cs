using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Outbox;

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;
}
