using System.Diagnostics;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>Finds and runs Prometheus' command line tool.</summary>
internal static class Promtool
{
    /// <summary>The path of a program; fails the test with the cure if it is not installed.</summary>
    public static string Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.True(path is not null, $"'{program}' is not installed: the alert rules and the dashboard cannot be tried. Run: sudo apt-get install -y --no-install-recommends prometheus");
        return path;
    }

    /// <summary>Runs it in a folder; fails the test with what it says if it finds something.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find("promtool"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output + await error;
        Assert.True(process.ExitCode == 0, $"promtool {string.Join(' ', arguments)}\n{text}");
        return text;
    }
}
