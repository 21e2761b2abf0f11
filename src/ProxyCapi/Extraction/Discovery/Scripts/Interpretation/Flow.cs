namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>How a statement ends.</summary>
internal enum Flow
{
    /// <summary>The next one follows.</summary>
    Normal,

    /// <summary><c>break</c>.</summary>
    Break,

    /// <summary><c>continue</c>.</summary>
    Continue,

    /// <summary><c>return</c>.</summary>
    Return,

    /// <summary><c>throw</c>.</summary>
    Throw,
}
