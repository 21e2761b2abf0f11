using System.Diagnostics;
using System.Globalization;

namespace ProxyCapi.Benchmarks.Load;

/// <summary>A child process in one role.</summary>
internal sealed class Target : IDisposable
{
    private readonly Process _process;

    private Target(string name, Process process, Uri address)
    {
        Name = name;
        _process = process;
        Address = address;
    }

    public string Name { get; }

    public Uri Address { get; }

    public static Target Start(string name, string role, Uri? origin = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Target).Assembly.Location);
        }

        start.ArgumentList.Add("role");
        start.ArgumentList.Add(role);
        if (origin is not null)
        {
            start.ArgumentList.Add(origin.ToString());
        }

        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The {role} process did not start.");
        return new Target(name, process, new Uri(line));
    }

    /// <summary>Processor time in microseconds and bytes allocated since the process began.</summary>
    public (double Cpu, long Bytes) Read()
    {
        _process.StandardInput.WriteLine();
        var fields = (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} has ended.")).Split(' ');
        return (double.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(15_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
