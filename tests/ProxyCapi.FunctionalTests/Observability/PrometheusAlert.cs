using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>An alert that is firing.</summary>
internal sealed record PrometheusAlert(string Name, string? Pixel, IReadOnlyDictionary<string, string> Annotations)
{
    public static PrometheusAlert Read(JsonNode alert) => new(
        (string)alert["labels"]!["alertname"]!,
        (string?)alert["labels"]!["proxycapi_pixel"],
        alert["annotations"]!.AsObject().ToDictionary(annotation => annotation.Key, annotation => (string)annotation.Value!));
}
