using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>What goes wrong at commits; asked on the writer's thread while the test waits for it.</summary>
internal sealed class ModelFaults
{
    /// <summary>So many commits fail.</summary>
    public int Failures { get; set; }

    /// <summary>How they fail.</summary>
    public int Code { get; set; }

    /// <summary>They come through, and nobody is told.</summary>
    public bool IsAfterwards { get; set; }

    /// <summary>Every commit fails for want of room.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether a commit failed since this was last reset.</summary>
    public bool HasStruck { get; set; }

    /// <summary>Done once, at the next commit.</summary>
    public Action? AtCommit { get; set; }

    /// <summary>Whether that is after the commit.</summary>
    public bool IsAtCommitAfterwards { get; set; }

    /// <summary>A sync costs nothing where no power is cut; a disk without room for a ballast has none to make.</summary>
    public SqliteSettings Settings => new()
    {
        BusyTimeoutSeconds = 1,
        Synchronous = "OFF",
        FreeSpace = _ => 48 * 1024 * 1024,
        BeforeCommit = () => Commit(isAfterwards: false),
        AfterCommit = () => Commit(isAfterwards: true),
    };

    public void Clear() => (Failures, IsFull, AtCommit) = (0, false, null);

    private void Commit(bool isAfterwards)
    {
        if (AtCommit is { } action && IsAtCommitAfterwards == isAfterwards)
        {
            AtCommit = null;
            action();
        }

        if (IsFull && !isAfterwards)
        {
            HasStruck = true;
            Fault.Throw(true, Fault.Full);
        }

        if (Failures > 0 && IsAfterwards == isAfterwards)
        {
            Failures--;
            HasStruck = true;
            Fault.Throw(true, Code);
        }
    }
}
