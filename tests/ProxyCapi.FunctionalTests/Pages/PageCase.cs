using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>One folder of recorded pages: an exchange and what should come out of it.</summary>
internal sealed record PageCase(string Name, RecordedMessage Request, RecordedMessage Response, JsonObject Expected, string? RulesFile)
{
    public IReadOnlyList<string> After => [.. (Expected["after"] as JsonArray ?? []).Select(folder => folder!.GetValue<string>())];

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
