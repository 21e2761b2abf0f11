using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>One folder of recorded pages: an exchange and what should come out of it.</summary>
internal sealed record PageCase(string Name, RecordedMessage Request, RecordedMessage Response, JsonObject Expected, string? RulesFile)
{
    public IReadOnlyList<string> After => [.. (Expected["after"] as JsonArray ?? []).Select(folder => folder!.GetValue<string>())];

    /// <summary>Whether the customer's data has to be remembered from an earlier request of the visitor.</summary>
    public bool NeedsMemory => Expected["needs_rule"]?["fields"]?["remember"] is not null;

    /// <summary>The most events that may be sent for all of some cases together, if there is such a limit.</summary>
    public int? MostAcross => (Expected["must_not"] as JsonArray ?? []).Where(rule => rule!["across"] is not null).Select(rule => rule!["events_more_than"]?.GetValue<int>()).FirstOrDefault();

    public JsonObject? Config => Expected["config"] as JsonObject;

    /// <param name="folder">The case's folder.</param>
    /// <param name="rules">A <c>rules.json</c> kept elsewhere, used where the folder has none.</param>
    public static PageCase Read(string folder, string? rules = null)
    {
        var own = Path.Combine(folder, "rules.json");
        var rulesFile = File.Exists(own) ? own : File.Exists(rules) ? rules : null;
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return new PageCase(
            Path.GetFileName(folder),
            RecordedMessage.Read(folder, "request.txt", "request-body"),
            RecordedMessage.Read(folder, "response.txt", "response-body"),
            expected!.AsObject(),
            rulesFile);
    }

    public override string ToString() => Name;
}
