namespace ProxyCapi.Benchmarks.Load;

/// <summary>One kind of request.</summary>
/// <param name="Name">Its row in the table.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Body">What is posted, if anything.</param>
internal sealed record Scenario(string Name, string Path, byte[]? Body = null)
{
    public static readonly Scenario[] All =
    [
        new("no rule fits", "/plain"),
        new("route switched off", "/off/html30"),
        new("searched HTML 30 KB, no marker", "/searched/html30"),
        new("searched HTML 150 KB, no marker", "/searched/html150"),
        new("observed HTML 30 KB", "/html30"),
        new("observed HTML 150 KB", "/html150"),
        new("observed gzip 30 KB", "/gzip30"),
        new("observed gzip 150 KB", "/gzip150"),
        new("observed chunked 30 KB", "/chunked"),
        new("observed slow 30 KB", "/slow"),
        new("JSON order, sent", "/api/orders", Hosting.Pages.OrderRequest),
        new("HTML 30 KB order, sent", "/purchase30"),
    ];
}
