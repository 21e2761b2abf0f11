using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// <c>fbq('dataProcessingOptions', ['LDU'], 1, 1000)</c>: what the pixel tells after it is limited, until <c>[]</c> ends it. A condition that only the
/// browser knows counts in the visitor's favour: it limits, and ends nothing.
/// </summary>
internal sealed class PixelDataUse
{
    private DataUseLimit? _limit;

    /// <summary>The limit that is in force after a call.</summary>
    public DataUseLimit? After(ScriptCall call)
    {
        var arguments = PixelCalls.Arguments(call);
        if (arguments.Count > 1 && JsonFields.AsText(arguments[0]) == "dataProcessingOptions" && arguments[1] is JArray options)
        {
            _limit = options.Any(option => JsonFields.AsText(option) == "LDU") ? new(Number(arguments.ElementAtOrDefault(2)), Number(arguments.ElementAtOrDefault(3)))
                : call.Branches.Count > 0 ? _limit
                : null;
        }

        return _limit;
    }

    private static int Number(JToken? token) =>
        int.TryParse(JsonFields.AsText(token), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
