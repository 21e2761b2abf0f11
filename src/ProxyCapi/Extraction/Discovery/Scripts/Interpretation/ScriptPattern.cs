namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A regular expression.</summary>
internal sealed class ScriptPattern(long serial, string source, string flags) : ScriptObject(serial)
{
    /// <summary>The expression without its slashes.</summary>
    public string Source => source;

    /// <summary>Its flags.</summary>
    public string Flags => flags;
}
