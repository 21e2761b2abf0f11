using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ge</c>: <c>m</c> or <c>f</c> by a list of English words (meta-capi.md section 5.3); anything else says nothing.</summary>
internal static class GenderNormalizer
{
    private static readonly FrozenSet<string> Male = FrozenSet.Create(
        StringComparer.Ordinal,
        "m", "male", "man", "boy", "gentleman", "guy", "sir", "mister", "mr", "son", "father", "dad", "daddy", "papa", "uncle", "nephew", "brother", "husband",
        "boyfriend", "groom", "widower", "king", "prince", "duke", "count", "emperor", "god", "lord", "lad", "fellow", "chap", "bloke", "dude", "he", "him", "his", "himself");

    private static readonly FrozenSet<string> Female = FrozenSet.Create(
        StringComparer.Ordinal,
        "f", "female", "woman", "girl", "lady", "miss", "ms", "mrs", "madam", "ma'am", "daughter", "mother", "mom", "mama", "mommy", "aunt", "niece", "sister", "wife",
        "girlfriend", "bride", "widow", "queen", "princess", "duchess", "countess", "empress", "goddess", "maiden", "lass", "gal", "chick", "dame", "belle", "she", "her", "hers", "herself");

    public static string? Normalize(string value)
    {
        var word = JsText.ToLower(JsText.Trim(value));
        return Male.Contains(word) ? "m" : Female.Contains(word) ? "f" : null;
    }
}
