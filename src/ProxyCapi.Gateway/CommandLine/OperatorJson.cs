using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProxyCapi.Gateway.CommandLine;

/// <summary>How the answers for scripts are written: <c>snake_case</c> like Meta's, times in UTC by ISO 8601.</summary>
internal static class OperatorJson
{
    /// <summary>For the serializer.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
