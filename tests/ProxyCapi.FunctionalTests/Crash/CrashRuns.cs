namespace ProxyCapi.FunctionalTests.Crash;

/// <summary>Each of these tests loads two processes: nothing else runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrashRuns
{
    public const string Name = "crash";
}
