using System.ComponentModel;
using System.Diagnostics;
using ProxyCapi.CrashTests.Commands;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>A run of <see cref="StoreWorkload"/> in a process of its own, with everything it did to its folder.</summary>
internal sealed class Recording
{
    /// <summary>The process ends itself as if killed (128 + SIGKILL), and strace ends as it did.</summary>
    private const int Killed = 137;

    /// <summary>No string of the trace is cut off.</summary>
    private const string LongestString = "67108864";

    private Recording(SimulatedDisk disk, IReadOnlyList<DiskStep> steps)
    {
        Disk = disk;
        Steps = steps;
    }

    /// <summary>The folder as it was before the first step.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>What happened, in its order.</summary>
    public IReadOnlyList<DiskStep> Steps { get; }

    /// <summary>Runs a workload under strace.</summary>
    /// <exception cref="PowerUnavailableException">There is no strace, or the system does not let it watch.</exception>
    public static async Task<Recording> RunAsync(WorkloadOptions options, CancellationToken cancellationToken)
    {
        var trace = options.Journal + ".trace";
        var disk = SimulatedDisk.Of(options.Folder);
        await RunAsync(StartInfo(options, trace), cancellationToken);
        var steps = new DiskSteps(options.Folder, options.Journal).Of(SystemCallTrace.Read(trace));
        File.Delete(trace);
        return new Recording(disk, steps);
    }

    private static async Task RunAsync(ProcessStartInfo info, CancellationToken cancellationToken)
    {
        using var process = Start(info);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            var words = $"{await errors}{await output}".Trim();
            if (words.Contains("ptrace", StringComparison.OrdinalIgnoreCase) || words.Contains("Operation not permitted", StringComparison.Ordinal))
            {
                throw new PowerUnavailableException(
                    $"strace may not watch a process here (a container needs the capability SYS_PTRACE, a hardened kernel kernel.yama.ptrace_scope below 3): {words}");
            }

            if (process.ExitCode != Killed)
            {
                throw new InvalidOperationException($"The watched process ended with exit code {process.ExitCode} instead of being killed: {words}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception exception)
        {
            throw new PowerUnavailableException($"strace cannot be started ({exception.Message}): install it (apt-get install strace). It runs on Linux only.");
        }
    }

    private static ProcessStartInfo StartInfo(WorkloadOptions options, string trace)
    {
        // Only the calls of interest stop the process; the others run at full speed.
        var info = new ProcessStartInfo("strace") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-f", "-qq", "-y", "-xx", "-s", LongestString, "--seccomp-bpf", "-e", "signal=none", "-e", "trace=" + DiskSteps.Watched, "-o", trace })
        {
            info.ArgumentList.Add(argument);
        }

        info.ArgumentList.Add(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        info.ArgumentList.Add("exec");
        info.ArgumentList.Add(typeof(Recording).Assembly.Location);
        foreach (var argument in PowerCommands.StoreArguments(options))
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
