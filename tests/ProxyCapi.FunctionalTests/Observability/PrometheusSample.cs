using System.Globalization;
using System.Text.Json.Nodes;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>One series of an answer, and its value.</summary>
internal sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    public static PrometheusSample Read(JsonNode result) => new(
        result["metric"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!),
        Parse((string)result["value"]![1]!));

    private static double Parse(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
