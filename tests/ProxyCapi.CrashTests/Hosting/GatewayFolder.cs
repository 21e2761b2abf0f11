using System.Text.Json;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>The folder that a gateway runs in: its configuration and its data. Outlives the processes; deleted at the end.</summary>
internal sealed class GatewayFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-crash-");

    /// <summary>The folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>Where the outbox is.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>Configuration keys with their values, as in <c>Section:Key</c>. Written by <see cref="WriteSettings"/>.</summary>
    public SortedDictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the configuration file. A gateway that runs takes the change up.</summary>
    public void WriteSettings()
    {
        var file = System.IO.Path.Combine(Path, "appsettings.json");
        var next = file + ".new";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(Settings));

        // Renamed into its place: nobody reads half of it.
        File.Move(next, file, overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
