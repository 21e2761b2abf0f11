namespace GraphEmulator.Page;

/// <summary>The page at <c>/</c>: plain files out of the assembly, nothing from elsewhere.</summary>
internal static class PageEndpoints
{
    /// <summary>Event texts come from strangers. The page encodes them; should that ever fail, nothing foreign runs.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPage(this IEndpointRouteBuilder app)
    {
        app.MapFile("/", "index.html", "text/html; charset=utf-8");
        app.MapFile("/page.css", "page.css", "text/css; charset=utf-8");
        app.MapFile("/page.js", "page.js", "text/javascript; charset=utf-8");
    }

    private static void MapFile(this IEndpointRouteBuilder app, string path, string name, string contentType)
    {
        var content = Read(name);
        app.MapGet(path, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, contentType);
        });
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(PageEndpoints).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
