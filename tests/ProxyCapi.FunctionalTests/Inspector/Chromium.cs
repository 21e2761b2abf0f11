using Deque.AxeCore.Commons;
using ProxyCapi.FunctionalTests.Hosting;
using PuppeteerSharp;

namespace ProxyCapi.FunctionalTests.Inspector;

/// <summary>Debian's chromium, without a window.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-chromium-");
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (ToolFactAttribute.Find("chromium") is { } program)
        {
            _browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Timeout = 60_000,
                UserDataDir = _folder.FullName,
                // The machine of a test run is a container and its user root: chromium's own walls need more rights than there are.
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"],
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        for (var attempt = 0; _folder.Exists && attempt < 10; attempt++)
        {
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                // A last process of the browser still writes into it.
                await Task.Yield();
            }
        }
    }

    /// <summary>Opens a page in a window of its own.</summary>
    internal async Task<IPage> OpenAsync(Uri address, int width, int height, bool isDark)
    {
        Assert.True(_browser is not null, "chromium is not installed: apt-get install chromium");
        var context = await _browser.CreateBrowserContextAsync();
        var page = await context.NewPageAsync();
        page.DefaultTimeout = 60_000;
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }]);
        await page.GoToAsync(address.AbsoluteUri, WaitUntilNavigation.DOMContentLoaded);
        return page;
    }

    /// <summary>What axe has against a page.</summary>
    internal static async Task<string[]> FindBarriersAsync(IPage page)
    {
        // The page's own policy forbids it foreign scripts: axe is put in by the debugger.
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateExpressionAsync<string[]>(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`))");
    }

    /// <summary>Keeps a picture where <c>PROXYCAPI_SCREENSHOTS</c> names a folder.</summary>
    internal static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PROXYCAPI_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(Path.Combine(folder, name + ".png"));
        }
    }
}
