using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>
/// SQLite's own way to the operating system with a fault in it (https://www.sqlite.org/vfs.html): what a file does is what it always does, until its
/// <see cref="FaultyDisk"/> says otherwise. So the errors arise where a disk's would: in the middle of a commit, of a checkpoint, of a read.
/// </summary>
/// <remarks>
/// SQLite's files keep their own layout; only the table of their methods is exchanged for a copy in which some entries are ours. Nothing of it is
/// ever given back: a process has one.
/// </remarks>
internal static unsafe class FaultyVfs
{
    private const string Library = "e_sqlite3";
    private const int Ok = 0;

    private static readonly Vfs* Original;
    private static readonly ConcurrentDictionary<string, FaultyDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, (FaultyDisk Disk, string Path)> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Originals = new();
    private static readonly ConcurrentDictionary<nint, nint> Copies = new();

    /// <summary>Its name in a connection string.</summary>
    public const string Name = "faulty";

    static FaultyVfs()
    {
        SQLitePCL.Batteries_V2.Init();
        Original = sqlite3_vfs_find(null);
        var copy = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *copy = *Original;
        copy->Next = null;
        copy->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        copy->Open = &Open;
        if (sqlite3_vfs_register(copy, 0) != Ok)
        {
            throw new InvalidOperationException("SQLite takes no file system.");
        }
    }

    public static void Add(FaultyDisk disk) => Disks[disk.Folder] = disk;

    public static void Remove(FaultyDisk disk) => Disks.TryRemove(disk.Folder, out _);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        var result = Original->Open(Original, name, file, flags, outFlags);
        if (result == Ok && Marshal.PtrToStringUTF8((nint)name) is { } path && Disks.TryGetValue(Path.GetDirectoryName(path)!, out var disk))
        {
            Files[(nint)file] = (disk, path);
            *file = Copies.GetOrAdd(*file, Copy);
        }

        return result;
    }

    private static nint Copy(nint original)
    {
        var copy = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
        *copy = *(Methods*)original;
        copy->Read = &Read;
        copy->Write = &Write;
        copy->Truncate = &Truncate;
        copy->Sync = &Sync;
        copy->MapIndex = &MapIndex;
        Originals[(nint)copy] = original;
        return (nint)copy;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint* file, void* buffer, int count, long at) =>
        FaultOf(file, DiskOperation.Read) is var fault and not Ok ? fault : MethodsOf(file)->Read(file, buffer, count, at);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint* file, void* buffer, int count, long at) =>
        FaultOf(file, DiskOperation.Write, at + count) is var fault and not Ok ? fault : MethodsOf(file)->Write(file, buffer, count, at);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint* file, long size) =>
        FaultOf(file, DiskOperation.Truncate) is var fault and not Ok ? fault : MethodsOf(file)->Truncate(file, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint* file, int flags) =>
        FaultOf(file, DiskOperation.Sync) is var fault and not Ok ? fault : MethodsOf(file)->Sync(file, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MapIndex(nint* file, int page, int size, int extend, void** memory) =>
        FaultOf(file, DiskOperation.MapIndex) is var fault and not Ok ? fault : MethodsOf(file)->MapIndex(file, page, size, extend, memory);

    private static int FaultOf(nint* file, DiskOperation operation, long end = 0) =>
        Files.TryGetValue((nint)file, out var entry) ? entry.Disk.FaultOf(entry.Path, operation, end) : Ok;

    private static Methods* MethodsOf(nint* file) => (Methods*)Originals[*file];

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern Vfs* sqlite3_vfs_find(byte* name);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_vfs_register(Vfs* vfs, int makeDefault);

    /// <summary>https://www.sqlite.org/c3ref/vfs.html, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, nint*, int, int*, int> Open;
        private fixed long _others[15];
    }

    /// <summary>https://www.sqlite.org/c3ref/io_methods.html, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public void* Close;
        public delegate* unmanaged[Cdecl]<nint*, void*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<nint*, void*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<nint*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<nint*, int, int> Sync;
        private fixed long _fileSizeToDeviceCharacteristics[7];
        public delegate* unmanaged[Cdecl]<nint*, int, int, int, void**, int> MapIndex;
        private fixed long _others[5];
    }
}
