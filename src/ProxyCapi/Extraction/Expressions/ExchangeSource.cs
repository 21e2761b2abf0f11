using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A source that one function says: header fields, cookies, the address.</summary>
internal sealed class ExchangeSource(Func<ReadingScope, string?> read, bool needsRequestBody = false, ScalarKind kind = ScalarKind.Text) : ValueSource
{
    public override bool NeedsRequestBody => needsRequestBody;

    public override ScalarValue? Read(ReadingScope scope) => read(scope) is { } text ? new ScalarValue(text, kind) : null;
}
