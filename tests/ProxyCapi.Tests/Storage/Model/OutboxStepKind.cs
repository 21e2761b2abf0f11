namespace ProxyCapi.Tests.Storage.Model;

/// <summary>What can happen to an outbox.</summary>
public enum OutboxStepKind
{
    /// <summary>Orders are told, several at once.</summary>
    Append,

    /// <summary>A sender takes events.</summary>
    Lease,

    /// <summary>A request with taken events leaves, and Meta takes them or does not.</summary>
    Post,

    /// <summary>What became of a request is noted.</summary>
    Settle,

    /// <summary>Taken events are given back, or taken out for good, without a request.</summary>
    GiveBack,

    /// <summary>Seconds pass.</summary>
    Pass,

    /// <summary>The clock jumps ahead: leases end, orders are forgotten.</summary>
    Jump,

    /// <summary>The next commits fail, or nobody knows whether they have.</summary>
    Fail,

    /// <summary>The disk is full until it is free again.</summary>
    Full,

    /// <summary>The disk has room again.</summary>
    Free,

    /// <summary>The store is closed and opened.</summary>
    Reopen,

    /// <summary>The process dies.</summary>
    Crash,

    /// <summary>The process dies right before or after a commit.</summary>
    CrashInCommit,

    /// <summary>SQLite calls the file damaged at the next commit.</summary>
    SetAside,

    /// <summary>The process dies, and what it leaves is damaged.</summary>
    Damage,

    /// <summary>The bytes of one event rot.</summary>
    Rot,
}
