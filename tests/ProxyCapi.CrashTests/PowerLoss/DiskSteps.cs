using System.Text;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>
/// Turns system calls into what they do to the watched folder. A call that it does not understand and that touches the folder is an error: a
/// simulation that overlooks a write proves nothing.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="journal">The file in which the process writes its facts down.</param>
internal sealed class DiskSteps(string folder, string journal)
{
    /// <summary>The calls that change files, or could.</summary>
    public const string Watched =
        "open,openat,openat2,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,"
        + "unlink,unlinkat,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,mmap,ioctl,fsync,fdatasync,sync,syncfs,sync_file_range,msync,splice,io_uring_setup";

    /// <summary>SQLite's index of the log: memory that several processes share. After a loss of power it is made anew, whatever it holds.</summary>
    private const string SharedMemory = "-shm";

    private readonly List<(int At, DiskStep Step)> _steps = [];
    private int _syncs;

    /// <summary>The steps, in their order.</summary>
    public List<DiskStep> Of(IEnumerable<SystemCall> calls)
    {
        _steps.Clear();
        foreach (var call in calls.Where(call => call.Result >= 0))
        {
            Add(call);
        }

        return [.. _steps.OrderBy(step => step.At).Select(step => step.Step)];
    }

    private void Add(SystemCall call)
    {
        switch (call.Name)
        {
            case "open" or "creat":
                Open(call, call.PathAt(0), call.Name == "creat" ? "O_CREAT|O_TRUNC" : call.Arguments[1]);
                break;
            case "openat":
                Open(call, call.PathAt(1), call.Arguments[2]);
                break;
            case "write" or "pwrite64" when call.FileAt(0) == journal:
                Tell(call);
                break;
            case "pwrite64":
                Add(call, call.FileAt(0), path => new DiskStep.Write(path, call.NumberAt(3), call.BytesAt(1)[..(int)call.Result]));
                break;
            case "copy_file_range" when Ours(call.FileAt(0)) is { } from:
                Add(call, call.FileAt(2), path => new DiskStep.Copy(from, path, call.Result));
                break;
            case "sendfile" when Ours(call.FileAt(1)) is { } from:
                Add(call, call.FileAt(0), path => new DiskStep.Copy(from, path, call.Result));
                break;
            case "ftruncate":
                Add(call, call.FileAt(0), path => new DiskStep.Resize(path, call.NumberAt(1)));
                break;
            case "fallocate" when call.Arguments[1].Contains("KEEP_SIZE", StringComparison.Ordinal):
                // Takes room and changes nothing.
                break;
            case "rename":
                Rename(call, call.PathAt(0), call.PathAt(1));
                break;
            case "renameat" or "renameat2":
                Rename(call, call.PathAt(1), call.PathAt(3));
                break;
            case "unlink":
                Add(call, call.PathAt(0), path => new DiskStep.Remove(path));
                break;
            case "unlinkat" when !call.Arguments[2].Contains("AT_REMOVEDIR", StringComparison.Ordinal):
                Add(call, call.PathAt(1), path => new DiskStep.Remove(path));
                break;
            case "fsync" or "fdatasync":
                Sync(call);
                break;
            case "mkdir" or "mkdirat":
                // Folders are made with the files in them.
                break;
            default:
                Refuse(call);
                break;
        }
    }

    private void Add(SystemCall call, string? file, Func<string, DiskStep> step)
    {
        if (Ours(file) is { } path)
        {
            _steps.Add((call.Began, step(path)));
        }
    }

    private void Open(SystemCall call, string file, string flags)
    {
        if (flags.Contains("O_CREAT", StringComparison.Ordinal))
        {
            Add(call, file, path => new DiskStep.Create(path));
        }

        if (flags.Contains("O_TRUNC", StringComparison.Ordinal))
        {
            Add(call, file, path => new DiskStep.Resize(path, 0));
        }
    }

    private void Tell(SystemCall call)
    {
        foreach (var line in Encoding.ASCII.GetString(call.BytesAt(1)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _steps.Add((call.Began, new DiskStep.Told(Fact.Parse(line))));
        }
    }

    private void Rename(SystemCall call, string from, string to)
    {
        if (Ours(from) is { } source && Ours(to) is { } target)
        {
            _steps.Add((call.Began, new DiskStep.Rename(source, target)));
        }
    }

    private void Sync(SystemCall call)
    {
        if (call.FileAt(0) is { } file && (Ours(file) ?? (file == folder ? "" : null)) is { } path)
        {
            _steps.Add((call.Began, new DiskStep.SyncBegan(path, ++_syncs)));
            _steps.Add((call.Ended, new DiskStep.SyncEnded(path, _syncs)));
        }
    }

    private void Refuse(SystemCall call)
    {
        var isHarmless = call.Name switch
        {
            "mmap" => !(call.Arguments[2].Contains("PROT_WRITE", StringComparison.Ordinal) && call.Arguments[3].Contains("MAP_SHARED", StringComparison.Ordinal)),
            "ioctl" => !call.Arguments[1].Contains("FICLONE", StringComparison.Ordinal),
            _ => false,
        };
        if (!isHarmless && call.Arguments.Any(argument => argument.Contains(Hexadecimal(folder), StringComparison.Ordinal) && !argument.Contains(Hexadecimal(SharedMemory), StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"The store's folder was changed by {call.Name}, which the simulation does not know.");
        }
    }

    /// <summary>The path inside the folder; <see langword="null"/> if it is not there, or if it does not outlive the power.</summary>
    private string? Ours(string? file) => file is not null && file.StartsWith(folder + "/", StringComparison.Ordinal) && !file.EndsWith(SharedMemory, StringComparison.Ordinal)
        ? file[(folder.Length + 1)..]
        : null;

    private static string Hexadecimal(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"\\x{value:x2}"));
}
