using System.Reflection;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>A file of the inspector's page, out of the program itself: there is nothing to build and nothing to install.</summary>
/// <param name="Path">Where it is served.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record InspectorAsset(string Path, string MediaType, byte[] Bytes)
{
    /// <summary>Every file.</summary>
    public static IReadOnlyList<InspectorAsset> All { get; } =
    [
        Load("/", "inspector.html", "text/html; charset=utf-8"),
        Load("/inspector/inspector.css", "inspector.css", "text/css; charset=utf-8"),
        Load("/inspector/inspector.js", "inspector.js", "text/javascript; charset=utf-8"),
        Load("/inspector/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    private static InspectorAsset Load(string path, string file, string mediaType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Inspector/{file}")
            ?? throw new InvalidOperationException($"The file {file} of the inspector is missing in this build.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new InspectorAsset(path, mediaType, bytes.ToArray());
    }
}
