using System.Text.Json;
using ProxyCapi.Gateway.CommandLine;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>The inspector's answers are written like those of the command line, without white space.</summary>
internal static class InspectorJson
{
    /// <summary>For the serializer.</summary>
    public static JsonSerializerOptions Options { get; } = new(OperatorJson.Options) { WriteIndented = false };
}
