namespace ProxyCapi.Diagnostics;

/// <summary>The closed list of what can end the wait for an exchange's events. The tag values stand in <see cref="Outcomes"/>.</summary>
internal enum DurableResult
{
    /// <summary>Every event of the exchange is on disk, or was before.</summary>
    Committed,

    /// <summary>The time was up first; what becomes of the events is not known here.</summary>
    Timeout,

    /// <summary>The exchange gave no event.</summary>
    Nothing,

    /// <summary>An event is not on disk and will not be by waiting: it was shed, it failed, or it waits in memory for a disk in trouble.</summary>
    NotDurable,
}
