namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>When something runs that waits for the page, in order.</summary>
internal enum LoadPhase
{
    /// <summary>At the end of the script.</summary>
    Microtask,

    /// <summary>When the document is complete.</summary>
    Ready,

    /// <summary>When everything has loaded.</summary>
    Load,

    /// <summary>When the browser has time.</summary>
    Timer,
}
