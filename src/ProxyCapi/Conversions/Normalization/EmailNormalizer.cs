using System.Buffers;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>em</c> (meta-capi.md section 5.3).</summary>
internal static class EmailNormalizer
{
    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_!#$%&'*+/=?^`{|}~-");

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static string? Normalize(string value)
    {
        var email = JavaScriptText.ToLower(JavaScriptText.Trim(value));
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && IsLocalPart(email.AsSpan(0, at)) && IsDomain(email.AsSpan(at + 1)) ? email : null;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        foreach (var part in local.Split('.'))
        {
            if (local[part].IsEmpty || local[part].ContainsAnyExcept(LocalCharacters))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(LabelCharacters))
            {
                return false;
            }

            labels++;
        }

        return labels >= 2;
    }
}
