namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>One thing that happened to the watched folder, or one fact that the watched process told. The power can go between any two.</summary>
internal abstract record DiskStep
{
    private DiskStep()
    {
    }

    /// <summary>A file was made, empty.</summary>
    public sealed record Create(string Path) : DiskStep;

    /// <summary>Bytes were handed to the operating system.</summary>
    public sealed record Write(string Path, long Offset, byte[] Bytes) : DiskStep;

    /// <summary>The beginning of one file was copied to another one.</summary>
    public sealed record Copy(string From, string Path, long Count) : DiskStep;

    /// <summary>A file was cut or made longer.</summary>
    public sealed record Resize(string Path, long Length) : DiskStep;

    /// <summary>A file has another name.</summary>
    public sealed record Rename(string From, string Path) : DiskStep;

    /// <summary>A file's name is gone.</summary>
    public sealed record Remove(string Path) : DiskStep;

    /// <summary>A sync of a file or of the folder has begun: what was handed over before is what it is about.</summary>
    public sealed record SyncBegan(string Path, int Number) : DiskStep;

    /// <summary>That sync has come back: what it was about survives.</summary>
    public sealed record SyncEnded(string Path, int Number) : DiskStep;

    /// <summary>The process has told the world something.</summary>
    public sealed record Told(Fact Fact) : DiskStep;
}
