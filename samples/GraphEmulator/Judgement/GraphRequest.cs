using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>What a sender asked, before anybody has judged it.</summary>
internal sealed record GraphRequest
{
    /// <summary>First segment of the path, such as <c>v26.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Second segment of the path.</summary>
    public required string Pixel { get; init; }

    /// <summary>Token of <c>Authorization: Bearer</c>.</summary>
    public string? HeaderToken { get; init; }

    /// <summary>Token of the query.</summary>
    public string? QueryToken { get; init; }

    /// <summary>The fields of the body. Undefined if it could not be read.</summary>
    public JsonElement Body { get; init; }
}
