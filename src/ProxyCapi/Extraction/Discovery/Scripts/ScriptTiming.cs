namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>When a browser runs a script that stands in the page.</summary>
internal enum ScriptTiming
{
    /// <summary>Where it stands.</summary>
    Inline,

    /// <summary>When the document is complete, with a scope of its own: modules.</summary>
    Module,

    /// <summary>When everything has loaded: <c>onload</c> attributes.</summary>
    Load,
}
