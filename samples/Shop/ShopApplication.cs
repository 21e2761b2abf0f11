using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Shop.Api;
using Shop.Carts;
using Shop.Catalogue;
using Shop.Contact;
using Shop.Locales;
using Shop.Orders;
using Shop.Pages;
using Shop.Pixel;

namespace Shop;

/// <summary>A small shop with a Meta pixel in its pages and no tracking on the server: the origin that the samples and tests stand in front of.</summary>
/// <remarks>
/// <code>
/// /{en|de}/                                      listing
/// /{en|de}/product/{slug}                        product             ViewContent
/// /{en|de}/cart                                  cart                AddToCart, after something was put in
/// /{en|de}/checkout                              form, POST → 303    InitiateCheckout
/// /{en|de}/checkout/order-received/{id}?key=…    thank you           Purchase, unless the payment failed
/// /{en|de}/contact                               form, POST → 200    Lead, when it was sent
/// /api/orders                                    POST → 201          (Purchase, by the script of the quick order)
/// /api/orders/{id}                               GET
/// </code>
/// </remarks>
public static class ShopApplication
{
    /// <summary>Composes the shop. Start it with <c>RunAsync</c> or <c>StartAsync</c>.</summary>
    /// <param name="args">Command line in ASP.NET's form: <c>--Shop:Pixel:EventId=false</c>.</param>
    /// <param name="configure">Changes the builder before the configuration is read.</param>
    /// <returns>The application, configured and not started.</returns>
    /// <remarks>The start fails, and says why, if something in section <c>Shop</c> is wrong or unknown.</remarks>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddDefaults();
        builder.Services.AddPages();
        builder.Services.AddShopOptions();
        builder.Services.AddResponseCompression();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CartStore>().AddScoped<CartSession>().AddSingleton<OrderBook>().AddSingleton<PixelSnippet>();

        var app = builder.Build();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new EmbeddedFileProvider(typeof(ShopApplication).Assembly, "Shop.Assets") });
        app.MapShop();
        return app;
    }

    private static void AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        // Umlauts and the euro sign as themselves; what has a meaning in HTML is escaped all the same.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    private static void AddShopOptions(this IServiceCollection services)
    {
        services.AddOptions<ShopOptions>()
            .BindConfiguration(ShopOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ShopOptions>, ShopOptionsValidator>();
    }

    private static void MapShop(this WebApplication app)
    {
        // With the query: it carries the click id of an advertisement.
        app.MapPage("/", (HttpRequest request) => Results.Redirect($"/{ShopLocale.English.Code}/{request.QueryString}"));

        // Nothing is done in a visitor's name that a forged form could abuse: the cart is all a session has.
        var shop = app.MapGroup("/{locale:regex(^(en|de)$)}").DisableAntiforgery();
        shop.MapCatalogue();
        shop.MapCart();
        shop.MapCheckout();
        shop.MapContact();
        shop.MapFallback((ShopLocale locale) => HtmlPage.NotFound(locale));

        app.MapOrderApi();
        app.MapFallback(() => HtmlPage.NotFound(ShopLocale.English));
    }
}
