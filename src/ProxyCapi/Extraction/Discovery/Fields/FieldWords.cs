namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>The words of a name: <c>customerBillingPostcode</c>, <c>BILLING_ADDRESS</c>, <c>e-mail</c>, <c>countryCodeV2</c>.</summary>
internal static class FieldWords
{
    /// <summary>The words in lower case.</summary>
    public static List<string> Of(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var isMark = i < name.Length && !char.IsLetterOrDigit(name[i]);
            if (i == name.Length || isMark || IsStart(name, i))
            {
                if (i > start)
                {
                    words.Add(name[start..i].ToLowerInvariant());
                }

                start = isMark ? i + 1 : i;
            }
        }

        return words;
    }

    // firstName, and the N of HTMLName
    private static bool IsStart(string name, int i) =>
        i > 0 && char.IsUpper(name[i])
        && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
}
