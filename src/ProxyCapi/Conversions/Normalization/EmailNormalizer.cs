using System.Text.RegularExpressions;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>em</c>: trimmed, lower case, and shaped like an address; dots and <c>+tags</c> stay (meta-capi.md section 5.3).</summary>
internal static partial class EmailNormalizer
{
    public static string? Normalize(string value)
    {
        var address = JsText.Trim(JsText.ToLower(value));
        return Address().IsMatch(address) ? address : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+(?:\.[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
