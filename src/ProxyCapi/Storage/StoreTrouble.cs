namespace ProxyCapi.Storage;

/// <summary>Why the store cannot be written to. The tag values stand in <see cref="StoreTroubles"/>.</summary>
internal enum StoreTrouble
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The disk or its quota is full.</summary>
    Full,

    /// <summary>The file or its folder may not be written to.</summary>
    ReadOnly,

    /// <summary>Somebody else holds a lock on the database for long.</summary>
    Locked,

    /// <summary>Another process uses the folder.</summary>
    InUse,

    /// <summary>The disk answers with errors.</summary>
    Io,

    /// <summary>The file is damaged, and a new one could not be begun.</summary>
    Damaged,

    /// <summary>A newer version of ProxyCapi has written the file.</summary>
    Newer,
}
