using System.Text.RegularExpressions;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>First group (or all) of the first match in the answer's text.</summary>
internal sealed class RegexSource(Regex regex) : ValueSource
{
    public override bool NeedsResponseBody => true;

    public override ScalarValue? Read(ReadingScope scope) => Patterns.First(regex, scope.Document.Text) is { } found ? new ScalarValue(found) : null;
}
