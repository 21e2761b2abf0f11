namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>
/// The folder on a disk that promises no more than POSIX does: bytes are certain when a sync of their file has come back, names when a sync of their
/// folder has. Of the names that are not certain the older ones survive before the newer ones, as file systems with a journal have it; bytes survive in
/// any order, and torn.
/// </summary>
internal sealed class SimulatedDisk
{
    private readonly Dictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedFile> _certainNames = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pendingNames = [];
    private readonly Dictionary<int, (SimulatedFile? File, int Changes)> _syncs = [];
    private int _certainChanges;

    /// <summary>The folder as it is found; all of it is certain.</summary>
    public static SimulatedDisk Of(string folder)
    {
        var disk = new SimulatedDisk();
        foreach (var (path, content) in Read(folder))
        {
            disk._names[path] = disk._certainNames[path] = SimulatedFile.Of(content);
        }

        return disk;
    }

    /// <summary>Every file of a folder but the log's index, which is memory.</summary>
    public static Dictionary<string, byte[]> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes, StringComparer.Ordinal);

    /// <summary>Follows one step; facts do not touch it.</summary>
    public void Apply(DiskStep step)
    {
        switch (step)
        {
            case DiskStep.Create create when !_names.ContainsKey(create.Path):
                Change(new NameChange(null, create.Path, new SimulatedFile()));
                break;
            case DiskStep.Write write:
                _names[write.Path].Write(write.Offset, write.Bytes);
                break;
            case DiskStep.Copy copy:
                var at = _names[copy.Path].Current().Length;
                _names[copy.Path].Write(at, _names[copy.From].Current()[at..(at + (int)copy.Count)]);
                break;
            case DiskStep.Resize resize:
                _names[resize.Path].Resize(resize.Length);
                break;
            case DiskStep.Rename rename:
                Change(new NameChange(rename.From, rename.Path, _names[rename.From]));
                break;
            case DiskStep.Remove remove:
                Change(new NameChange(remove.Path, null, null));
                break;
            case DiskStep.SyncBegan began:
                _syncs[began.Number] = began.Path.Length == 0 ? (null, _certainChanges + _pendingNames.Count) : (_names[began.Path], _names[began.Path].Changes);
                break;
            case DiskStep.SyncEnded ended when _syncs.Remove(ended.Number, out var sync):
                End(sync.File, sync.Changes);
                break;
        }
    }

    /// <summary>The files as they could be found after a loss of power now.</summary>
    public Dictionary<string, byte[]> Image(Remains remains, Random random)
    {
        var names = new Dictionary<string, SimulatedFile>(_certainNames, StringComparer.Ordinal);
        var survivors = remains switch { Remains.Nothing => 0, Remains.Part => random.Next(_pendingNames.Count + 1), _ => _pendingNames.Count };
        foreach (var change in _pendingNames.Take(survivors))
        {
            Apply(names, change);
        }

        return names.ToDictionary(name => name.Key, name => name.Value.After(remains, random), StringComparer.Ordinal);
    }

    /// <summary>Writes an image into an empty folder.</summary>
    public static void Write(Dictionary<string, byte[]> image, string folder)
    {
        foreach (var (path, content) in image)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    private void Change(NameChange change)
    {
        Apply(_names, change);
        _pendingNames.Add(change);
    }

    private void End(SimulatedFile? file, int changes)
    {
        if (file is not null)
        {
            file.Sync(changes);
            return;
        }

        var count = Math.Max(0, changes - _certainChanges);
        foreach (var change in _pendingNames.Take(count))
        {
            Apply(_certainNames, change);
        }

        _pendingNames.RemoveRange(0, count);
        _certainChanges += count;
    }

    private static void Apply(Dictionary<string, SimulatedFile> names, NameChange change)
    {
        if (change.Gone is not null)
        {
            names.Remove(change.Gone);
        }

        if (change.Made is not null)
        {
            names[change.Made] = change.File!;
        }
    }

    /// <summary>A name that goes, a name that comes, or both at once.</summary>
    private readonly record struct NameChange(string? Gone, string? Made, SimulatedFile? File);
}
