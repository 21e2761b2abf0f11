using AngleSharp.Html.Dom;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Text of the first script that contains a text, whatever its type: data for <c>|regex</c> and <c>|json</c>.</summary>
internal sealed class ScriptSource(string contains) : ValueSource
{
    public override bool NeedsResponseBody => true;

    public override ScalarValue? Read(ReadingScope scope) =>
        scope.Document.Json is null
        && scope.Document.Html.Scripts.OfType<IHtmlScriptElement>().FirstOrDefault(script => script.Text.Contains(contains, StringComparison.Ordinal)) is { } found
            ? new ScalarValue(found.Text)
            : null;
}
