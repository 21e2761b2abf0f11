namespace ProxyCapi.Storage;

/// <summary>Why a dead letter is not sent again without the operator's insistence.</summary>
internal enum ReplayRefusal
{
    /// <summary>Nothing speaks against it.</summary>
    None,

    /// <summary>There is no such row, or it is no dead letter.</summary>
    NotDead,

    /// <summary>Meta may have it, and may not recognise the second one.</summary>
    InDoubt,

    /// <summary>Older than Meta accepts.</summary>
    TooOld,

    /// <summary>Its body cannot be opened with the keys at hand.</summary>
    Undecryptable,

    /// <summary>Its order came again later, and that event stands for it.</summary>
    Superseded,
}
