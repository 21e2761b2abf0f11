namespace ProxyCapi.FunctionalTests.Hosting;

/// <summary>
/// A test that needs a program of the machine. Where it is not installed the test is skipped and says how to install it; where
/// <c>PROXYCAPI_REQUIRE_TOOLS</c> is set, as in <c>.ci/run</c>, it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="program">The program's name.</param>
    /// <param name="package">Debian's package.</param>
    public ToolFactAttribute(string program, string package)
    {
        if (Environment.GetEnvironmentVariable("PROXYCAPI_REQUIRE_TOOLS") is null && Find(program) is null)
        {
            Skip = $"{program} is not installed: apt-get install {package}";
        }
    }

    /// <summary>Where a program is; <see langword="null"/> if it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
