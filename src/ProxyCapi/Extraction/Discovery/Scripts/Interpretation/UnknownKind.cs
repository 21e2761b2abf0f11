namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What little is known of a value that only the browser knows.</summary>
internal enum UnknownKind
{
    /// <summary>Nothing.</summary>
    Value,

    /// <summary>A global name, or a member of one, that nothing on the page has set: another file may have.</summary>
    Absent,

    /// <summary>Part of the browser: <c>document</c>, <c>Math.round</c>.</summary>
    Host,

    /// <summary>The function <c>jQuery</c>.</summary>
    JQuery,

    /// <summary>jQuery's view of the document or the window.</summary>
    JQueryPage,

    /// <summary>An element that the page, as it was sent, does not have: <c>null</c> to a test, for what only a script could have put there is not guessed at.</summary>
    NoElement,

    /// <summary>jQuery's view of such.</summary>
    NoElements,

    /// <summary>A new image: what its <c>src</c> is set to is fetched.</summary>
    Image,

    /// <summary>A new element that tells when it has loaded.</summary>
    Loading,
}
