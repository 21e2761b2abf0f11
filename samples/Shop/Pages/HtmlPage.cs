using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Shop.Locales;

namespace Shop.Pages;

/// <summary>Answers with a page of this folder.</summary>
/// <remarks>
/// With the bare renderer instead of <c>AddRazorComponents</c>: no page is interactive, so the shop needs neither Blazor's endpoints nor the keys that
/// protect their state.
/// </remarks>
internal sealed class HtmlPage(Type page, ShopLocale locale, params (string Name, object? Value)[] parameters) : IResult
{
    public int StatusCode { get; init; } = StatusCodes.Status200OK;

    public static HtmlPage NotFound(ShopLocale locale) => new(typeof(NotFoundPage), locale) { StatusCode = StatusCodes.Status404NotFound };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = await RenderAsync(httpContext.RequestServices);
        // Each page shows the visitor's own cart.
        httpContext.Response.Headers.CacheControl = "private, no-cache";
        await Results.Text(html, "text/html; charset=utf-8", statusCode: StatusCode).ExecuteAsync(httpContext);
    }

    private async Task<string> RenderAsync(IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var values = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        values["Locale"] = locale;
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(page, ParameterView.FromDictionary(values));
            return root.ToHtmlString();
        });
    }
}
