namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>What a script element is for a browser.</summary>
internal enum ScriptRole
{
    /// <summary>Anything that is not JavaScript: JSON, templates, what a plug-in reads.</summary>
    Data,

    /// <summary>JavaScript that runs when the page loads.</summary>
    Code,

    /// <summary>A module: runs when the document is complete.</summary>
    Module,

    /// <summary>JavaScript that a consent tool keeps from running until the shopper agrees.</summary>
    HeldBack,
}
