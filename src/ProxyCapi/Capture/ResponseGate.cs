using System.Globalization;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>
/// The answer part of a rule's <c>Match</c>: status and media type. Answers without a whole page in them never pass, whatever is configured:
/// 1xx, 204, 205, 206, 304, event streams and gRPC.
/// </summary>
internal sealed class ResponseGate
{
    private static readonly StatusRange[] DefaultStatus = [new(200, 202), new(207, 207)];

    private static readonly MediaTypePattern[] DefaultTypes =
    [
        MediaTypePattern.Parse("text/html")!,
        MediaTypePattern.Parse("application/xhtml+xml")!,
        MediaTypePattern.Parse("application/json")!,
        MediaTypePattern.Parse("application/*+json")!,
    ];

    private readonly StatusRange[] _status;
    private readonly MediaTypePattern[] _types;

    private ResponseGate(StatusRange[] status, MediaTypePattern[] types)
    {
        _status = status;
        _types = types;
    }

    /// <summary>Compiles the options; every problem is added to <paramref name="failures"/>.</summary>
    /// <param name="options">The rule's <c>Match</c>.</param>
    /// <param name="path">Configuration path of <paramref name="options"/>.</param>
    /// <param name="failures">Where problems go.</param>
    public static ResponseGate Create(RuleMatchOptions options, string path, ICollection<ConfigurationFailure> failures)
    {
        var status = CompileStatus(options.Status, $"{path}:Status", failures);
        var types = CompileTypes(options.ContentTypes, $"{path}:ContentTypes", failures);
        return new ResponseGate(status.Length == 0 ? DefaultStatus : status, types.Length == 0 ? DefaultTypes : types);
    }

    /// <summary><see cref="ExchangeReason.Converted"/> if the answer may prove the conversion, else why not.</summary>
    /// <param name="statusCode">The answer's status.</param>
    /// <param name="contentType">The answer's <c>Content-Type</c>, as sent.</param>
    public ExchangeReason Check(int statusCode, string? contentType)
    {
        if (!HasPage(statusCode) || !IsStatus(statusCode))
        {
            return ExchangeReason.Status;
        }

        var mediaType = MediaTypePattern.WithoutParameters(contentType);
        return !MediaTypePattern.IsStream(mediaType) && IsType(mediaType) ? ExchangeReason.Converted : ExchangeReason.ContentType;
    }

    private static bool HasPage(int statusCode) => statusCode >= 200 && statusCode is not (204 or 205 or 206 or 304);

    private bool IsStatus(int statusCode)
    {
        foreach (var range in _status)
        {
            if (statusCode >= range.First && statusCode <= range.Last)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsType(ReadOnlySpan<char> mediaType)
    {
        foreach (var pattern in _types)
        {
            if (pattern.IsMatch(mediaType))
            {
                return true;
            }
        }

        return false;
    }

    private static StatusRange[] CompileStatus(List<string> texts, string path, ICollection<ConfigurationFailure> failures)
    {
        var ranges = new List<StatusRange>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (StatusRange.Parse(texts[i]) is not { } range)
            {
                failures.Add(new($"{path}:{i}", $"'{texts[i]}' is not a status.", "Write \"200\", \"2xx\" or \"200-207\"."));
            }
            else if (!range.HasPages)
            {
                failures.Add(new($"{path}:{i}", $"An answer with status {texts[i]} carries no whole page, so the rule could never fire.", "Name the status of the page or API answer that proves the conversion."));
            }
            else
            {
                ranges.Add(range);
            }
        }

        return [.. ranges];
    }

    private static MediaTypePattern[] CompileTypes(List<string> texts, string path, ICollection<ConfigurationFailure> failures)
    {
        var patterns = new List<MediaTypePattern>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (MediaTypePattern.Parse(texts[i]) is not { } pattern)
            {
                failures.Add(new($"{path}:{i}", $"'{texts[i]}' is not a media type.", "Write \"text/html\", \"application/*+json\" or \"text/*\", without parameters."));
            }
            else if (MediaTypePattern.IsStream(texts[i].Trim()))
            {
                failures.Add(new($"{path}:{i}", $"Answers of type '{texts[i]}' are streams and pass unread.", "Take the entry out."));
            }
            else
            {
                patterns.Add(pattern);
            }
        }

        return [.. patterns];
    }

    private readonly record struct StatusRange(int First, int Last)
    {
        public bool HasPages => Enumerable.Range(First, Last - First + 1).Any(HasPage);

        public static StatusRange? Parse(string? text)
        {
            text = text?.Trim() ?? "";
            if (text.Length == 3 && text.EndsWith("xx", StringComparison.OrdinalIgnoreCase) && text[0] is >= '2' and <= '5')
            {
                var first = (text[0] - '0') * 100;
                return new StatusRange(first, first + 99);
            }

            var dash = text.IndexOf('-', StringComparison.Ordinal);
            return TryParse(dash < 0 ? text : text[..dash], out var from) && TryParse(dash < 0 ? text : text[(dash + 1)..], out var to) && from <= to
                ? new StatusRange(from, to)
                : null;
        }

        private static bool TryParse(string text, out int status) =>
            int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;
    }
}
