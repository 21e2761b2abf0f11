namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What the disk has of what nobody had synced when the power went.</summary>
internal enum Remains
{
    /// <summary>Nothing of it.</summary>
    Nothing,

    /// <summary>Some of it, in any order, torn at sectors.</summary>
    Part,

    /// <summary>All of it: as after the death of the process alone.</summary>
    Everything,
}
