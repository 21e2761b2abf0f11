namespace Shop.Pages;

internal static class PageRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A page answers HEAD like GET; the server leaves the body out.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Methods, handler);
}
