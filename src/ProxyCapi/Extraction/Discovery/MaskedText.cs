namespace ProxyCapi.Extraction.Discovery;

/// <summary>The buyer's data for people who check a page: enough to recognise it, too little to know it.</summary>
internal static class MaskedText
{
    /// <summary>The first and the last letter; nothing of what is too short for that.</summary>
    public static string Of(string value) => value.Length <= 3 ? "•••" : $"{value[0]}•••{value[^1]}";
}
