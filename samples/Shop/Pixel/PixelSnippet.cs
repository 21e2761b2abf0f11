using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Shop.Pixel;

/// <summary>The script that a page carries: a stand-in for <c>fbq</c> that queues calls until <c>/pixel.js</c> has come, and the page's own calls.</summary>
internal sealed class PixelSnippet(IOptions<ShopOptions> options)
{
    private const string Queue =
        """
        (function (w) {
          if (w.fbq) return;
          var fbq = w.fbq = w._fbq = function () {
            if (fbq.callMethod) fbq.callMethod.apply(fbq, arguments);
            else fbq.queue.push(arguments);
          };
          fbq.queue = [];
        })(window);

        """;

    // The default encoder, which escapes < > & and quotes: nothing in a name can end the script.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly PixelOptions _options = options.Value.Pixel;

    public bool IsEnabled => _options.Enabled;

    public bool SendsEventIds => _options.EventId;

    public string Write(PixelEvent? pageEvent)
    {
        var script = new StringBuilder(Queue);
        script.Append(CultureInfo.InvariantCulture, $"fbq('init', '{_options.Id}');\nfbq('track', 'PageView');\n");
        if (pageEvent is not null)
            Append(script, pageEvent);
        return script.ToString();
    }

    private void Append(StringBuilder script, PixelEvent pageEvent)
    {
        var parameters = pageEvent.Parameters is null ? "{}" : JsonSerializer.Serialize(pageEvent.Parameters, Json);
        script.Append(CultureInfo.InvariantCulture, $"fbq('track', '{pageEvent.Name}', {parameters}");
        if (_options.EventId)
            script.Append(CultureInfo.InvariantCulture, $", {{eventID: '{JavaScriptEncoder.Default.Encode(pageEvent.Id)}'}}");
        script.Append(");\n");
    }
}
