namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>A fact that needs the right to mount; without it the results say so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!MountedDisk.IsAllowed)
        {
            Skip = "This process may not mount a file system. The same facts were tested on the disk with a limit.";
        }
    }
}
