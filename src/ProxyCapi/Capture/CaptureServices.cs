using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProxyCapi.Conversions.Urls;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Capture;

/// <summary>What every observation needs, in one reference.</summary>
internal sealed partial class CaptureServices(
    ExchangeQueue queue, ProxyCapiMetrics metrics, TimeProvider clock, ILogger<CaptureServices> logger, SiteObservations? site = null)
{
    /// <summary>Where exchanges go.</summary>
    public ExchangeQueue Queue => queue;

    /// <summary>The counters.</summary>
    public ProxyCapiMetrics Metrics => metrics;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Where the blocks of captured bodies come from.</summary>
    public CaptureMemory Memory { get; init; } = new(ArrayPool<byte>.Shared);

    /// <summary>A page that holds nothing was read to its end: worth a note if its address is that of a confirmation.</summary>
    public void NothingFound(HttpRequest request)
    {
        try
        {
            if (site is not null && request.Path.Value is { } path && ConfirmationAddress.Is(path))
            {
                site.Note(SiteNote.SilentConfirmation, UrlCleaner.Clean($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}"));
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>
    /// Something of ours threw on the request path. The site's visitor does not notice; the counter and the log do. The exception's text
    /// stays out of the log because it may quote the traffic.
    /// </summary>
    public void Fail(Exception exception)
    {
        try
        {
            metrics.Failed("capture");
            Log.ObservingFailed(logger, exception.GetType().ToString(), exception.StackTrace);
        }
        catch (Exception)
        {
            // A host's metrics listener or logger that throws must not break the page either (style.md trap 1), and there is nobody left to tell.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Error,
            "An exchange could not be observed: {ExceptionType}. The visitor was served as usual; the conversion, if it was one, is lost. Please report this with the stack: {Stack}")]
        public static partial void ObservingFailed(ILogger logger, string exceptionType, string? stack);
    }
}
