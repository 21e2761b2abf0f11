using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A JMESPath in the answer, the request, or the entry of a list.</summary>
internal sealed class JsonSource(JsonPath path, bool ofRequest, bool ofEntry = false) : ValueSource
{
    public override bool NeedsRequestBody => ofRequest;

    public override bool NeedsResponseBody => !ofRequest && !ofEntry;

    public override ScalarValue? Read(ReadingScope scope)
    {
        JToken? root = ofRequest ? scope.Document.RequestJson : scope.Token ?? scope.Document.Json;
        return root is null ? null : JsonPath.ToScalar(path.Find(root));
    }
}
