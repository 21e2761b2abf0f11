using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>A real gateway in a process of its own, on free ports. Ends with this object, however that ends.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private const int KeptLines = 50;
    private const int SigTerm = 15;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<Uri> _public = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AdminClient? _adminClient;

    private GatewayProcess(GatewayFolder folder)
    {
        _process = new Process { StartInfo = StartInfo(folder), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>Where shoppers arrive.</summary>
    public Uri Public => _public.Task.Result;

    /// <summary>The operator's listener.</summary>
    public AdminClient Admin => _adminClient!;

    /// <summary>Bytes of memory that the process has in RAM now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The last lines that the gateway logged, oldest first.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lastLines];
            }
        }
    }

    /// <summary>Starts a gateway and waits until it serves.</summary>
    /// <exception cref="GatewayStartException">It ended, or did not come to it in time.</exception>
    public static async Task<GatewayProcess> StartAsync(GatewayFolder folder, CancellationToken cancellationToken)
    {
        var gateway = new GatewayProcess(folder);
        try
        {
            await gateway.StartAsync(cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once: SIGKILL. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end: SIGTERM.</summary>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="isRepeated">Whether the signal is sent twice, as by a supervisor and an operator at once.</param>
    /// <returns>The exit code, and how long it took; no code if it was still there.</returns>
    public async Task<(int? ExitCode, TimeSpan Elapsed)> StopAsync(TimeSpan patience, bool isRepeated = false)
    {
        var started = Stopwatch.GetTimestamp();
        if (Kill(_process.Id, SigTerm) != 0)
        {
            throw new InvalidOperationException("The gateway could not be sent a signal.");
        }

        if (isRepeated)
        {
            _ = Kill(_process.Id, SigTerm);
        }

        using var end = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(end.Token);
            return (_process.ExitCode, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException)
        {
            return (null, Stopwatch.GetElapsedTime(started));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _adminClient?.Dispose();
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill();
                using var end = new CancellationTokenSource(EndPatience);
                await _process.WaitForExitAsync(end.Token);
            }
        }
        catch (InvalidOperationException)
        {
            // It never started, or has ended in between.
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(GatewayFolder folder)
    {
        var info = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                "exec", Path.Combine(AppContext.BaseDirectory, "ProxyCapi.Gateway.dll"), $"--contentRoot={folder.Path}", "--urls=http://127.0.0.1:0",
            },
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // What somebody has set for a gateway of their own must not reach this one.
        foreach (var name in info.Environment.Keys.Where(IsSetting).ToArray())
        {
            info.Environment.Remove(name);
        }

        return info;
    }

    private static bool IsSetting(string name) => new[] { "ASPNETCORE_", "ProxyCapi__", "Gateway__", "ReverseProxy__", "OTEL_" }
        .Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _process.Exited += (_, _) => Failed("ended before it served");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await Task.WhenAll(_public.Task, _admin.Task).WaitAsync(StartPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new GatewayStartException("The gateway did not serve in time.", LastLines);
        }

        _adminClient = new AdminClient(await _admin.Task);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        if (AdminLine().Match(line) is { Success: true } admin)
        {
            _admin.TrySetResult(new Uri(admin.Groups[1].Value));
        }
        else if (_admin.Task.IsCompleted && ListeningLine().Match(line) is { Success: true } listening)
        {
            // The operator's listener says so too, before it says whose it is; the public one is begun last.
            _public.TrySetResult(new Uri(listening.Groups[1].Value));
        }
    }

    private void Failed(string how)
    {
        // The rest of what it wrote comes first.
        _process.WaitForExit();
        var exception = new GatewayStartException($"The gateway {how} (exit code {_process.ExitCode}).", LastLines);
        _public.TrySetException(exception);
        _admin.TrySetException(exception);
    }

    [GeneratedRegex(@"Now listening on: (http://[\d.]+:\d+)")]
    private static partial Regex ListeningLine();

    [GeneratedRegex(@"Admin listener at (http://[\d.]+:\d+)")]
    private static partial Regex AdminLine();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
