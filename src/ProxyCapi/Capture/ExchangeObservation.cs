using Microsoft.AspNetCore.Http;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Capture;

/// <summary>
/// One request that a rule took an interest in, or whose answer is searched without one, from its match to its end.
/// </summary>
/// <remarks>
/// <code>
/// request transform ──► Start ──► (prefetch: closed)
/// response transform ─► Answer ──► gate ──► wrap the content            each sets what the exchange
/// content ──► ResponseOpened, ResponseBytes…, ResponseEnded ─► closed:   would end with if nothing more came
///                                               handed over; a Durability lets the end wait
/// request completed ──────────────────────────────────────► closed: ended with that reason
/// </code>
/// A request may be forwarded more than once (style.md trap 3): each attempt overwrites the reason of the one before, and only the body's end
/// or the end of the request closes the books, exactly once. Nothing here throws.
/// <para>
/// Most pages of a shop are searched without a rule, and hold nothing. Theirs is the short way: observed from the answer on
/// (<see cref="Search"/>), unknown to the request, entered in the books when somebody begins to read the answer and closed when its reader is done.
/// </para>
/// </remarks>
internal sealed class ExchangeObservation
{
    private readonly CaptureServices _services;
    private readonly CaptureOptions _options;
    private readonly RuleMatch[] _matches;
    private readonly CompiledDiscovery? _discovery;
    private readonly HttpContext _context;
    private readonly DateTimeOffset _startedAt;
    private RequestFacts? _facts;
    private BodyCapture? _requestBody;
    private BodyCapture? _responseBody;
    private HttpResponseMessage? _response;
    private HttpContent? _content;
    private RuleMatch[] _passed = [];
    private bool _isSearched;
    private Durability? _durability;
    private ExchangeReason _reason = ExchangeReason.NoAnswer;
    private bool _endsWithItsReader;
    private int _attempt;
    private int _isClosed;
    private int _promise;

    private ExchangeObservation(HttpContext context, RuleMatch[] matches, CompiledDiscovery? discovery, CaptureOptions options, CaptureServices services)
    {
        _context = context;
        _matches = matches;
        _discovery = discovery;
        _options = options;
        _services = services;
        _startedAt = services.Clock.GetUtcNow();
    }

    /// <summary>Whether the end of the answer waits until its events are on disk.</summary>
    public bool AwaitsDurable => _durability is not null;

    /// <summary>Answers larger than this do not wait.</summary>
    public int MaxResponseBytes => _options.MaxResponseBytes;

    /// <summary>Whether the client learns the end of an answer without a length by the end of its connection alone.</summary>
    public bool EndsWithTheConnection => HttpProtocol.IsHttp10(_context.Request.Protocol);

    /// <summary>Begins to observe a request that rules took an interest in, or whose body and answer are searched. It stays in the request's features.</summary>
    public static ExchangeObservation Start(
        HttpContext context, RuleMatch[] matches, CompiledDiscovery? discovery, CaptureOptions options, CaptureServices services)
    {
        var observation = new ExchangeObservation(context, matches, discovery, options, services);
        observation._facts = new RequestFacts(context, observation._startedAt);
        // Whatever happens from here on, the request's end closes the books; the counter moves only once that is certain.
        context.Response.OnCompleted(static state => ((ExchangeObservation)state).RequestCompleted(), observation);
        services.Metrics.ExchangeObserved();
        context.Features.Set(observation);
        if (PrefetchSignals.Has(context.Request.Headers))
        {
            observation.Close(ExchangeReason.Prefetch);
            return observation;
        }

        observation.TapRequestBody();
        return observation;
    }

    /// <summary>Begins to observe an answer that no rule waits for, to search it.</summary>
    public static void Search(
        HttpContext context, HttpResponseMessage response, bool isLastTransform, CompiledDiscovery discovery, CaptureOptions options, CaptureServices services)
    {
        var observation = new ExchangeObservation(context, [], discovery, options, services) { _endsWithItsReader = true };
        if (PrefetchSignals.Has(context.Request.Headers))
        {
            observation._reason = ExchangeReason.Prefetch;
        }
        else
        {
            observation.Answer(response, isLastTransform);
        }

        if (response.Content is not ResponseContentTee)
        {
            services.Metrics.ExchangeObserved();
            observation.Close(observation._reason);
        }
    }

    /// <summary>The site has answered, or there is no answer to be had.</summary>
    /// <param name="response">The answer; <see langword="null"/> if forwarding failed.</param>
    /// <param name="isLastTransform">Whether no other transform will look at the answer's content.</param>
    public void Answer(HttpResponseMessage? response, bool isLastTransform)
    {
        if (Volatile.Read(ref _isClosed) != 0)
        {
            return;
        }

        _attempt++;
        _responseBody?.Release();
        _responseBody = null;
        _durability = null;
        try
        {
            _reason = response is null ? ExchangeReason.NoAnswer : AnswerGate.Check(response, _matches, _discovery, out _passed, out _isSearched);
            if (_reason == ExchangeReason.Converted)
            {
                TapResponseBody(response!, isLastTransform);
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>Somebody begins to read the answer: from now on, no end means that it broke off.</summary>
    public void ResponseOpened(int attempt)
    {
        if (attempt != _attempt || _reason != ExchangeReason.NoAnswer)
        {
            return;
        }

        _reason = ExchangeReason.Aborted;
        if (_endsWithItsReader)
        {
            try
            {
                _services.Metrics.ExchangeObserved();
            }
            catch (Exception exception)
            {
                _services.Fail(exception);
            }
        }
    }

    /// <summary>The next bytes of the answer.</summary>
    public void ResponseBytes(int attempt, ReadOnlySpan<byte> bytes)
    {
        if (attempt != _attempt || _responseBody is not { } capture)
        {
            return;
        }

        try
        {
            capture.Append(bytes);
            if (capture.IsCut)
            {
                GiveUpResponseBody(capture.IsStarved ? ExchangeReason.QueueFull : ExchangeReason.TooLarge);
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>The answer has been read to its end: the exchange is handed over.</summary>
    /// <returns>What the end has to wait for before it is passed on, if anything.</returns>
    public Durability? ResponseEnded(int attempt)
    {
        if (attempt != _attempt || Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return null;
        }

        _responseBody?.Complete();
        if (_reason == ExchangeReason.Aborted && !IsWorthReading(out _promise))
        {
            End(ExchangeReason.NoMarker);
            _services.NothingFound(_context.Request);
            return null;
        }

        var exchange = _reason == ExchangeReason.Aborted ? CreateExchange() : null;
        if (exchange is null)
        {
            End(_reason);
            return null;
        }

        try
        {
            _services.Queue.TryWrite(exchange);
            return _durability;
        }
        catch (Exception exception)
        {
            _services.Fail(exception);
            return null;
        }
    }

    /// <summary>Nobody will read the answer any more.</summary>
    public void ResponseClosed(int attempt)
    {
        if (attempt != _attempt)
        {
            return;
        }

        _responseBody?.Release();
        if (_endsWithItsReader && _reason != ExchangeReason.NoAnswer)
        {
            Close(_reason);
        }
    }

    private Task RequestCompleted()
    {
        Close(_reason);
        return Task.CompletedTask;
    }

    private void Close(ExchangeReason reason)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            End(reason);
        }
    }

    private void End(ExchangeReason reason)
    {
        try
        {
            _requestBody?.Release();
            _responseBody?.Release();
            _services.Metrics.ExchangeEnded(reason);
        }
        catch (Exception exception)
        {
            _services.Fail(exception);
        }
    }

    private void TapRequestBody()
    {
        if (_options.MaxRequestBytes == 0
            || !RequestBodyTypes.IsReadable(_context)
            || !(_discovery is not null || Array.Exists(_matches, match => match.Rule.Reader.NeedsRequestBody)))
        {
            return;
        }

        var request = _context.Request;
        _requestBody = new BodyCapture(_services.Memory, _options.MaxRequestBytes, request.ContentLength, _options.MaxOpenBytes);
        request.Body = new RequestBodyTee(request.Body, _requestBody, _services);
    }

    private void TapResponseBody(HttpResponseMessage response, bool isLastTransform)
    {
        _reason = ExchangeReason.NoAnswer;
        _response = response;
        _content = response.Content;
        if (_isSearched || Array.Exists(_passed, match => match.Rule.Reader.NeedsResponseBody))
        {
            if (AnswerGate.Refusal(_content, _options.MaxResponseBytes) is { } reason)
            {
                GiveUpResponseBody(reason);
            }
            else
            {
                _responseBody = new BodyCapture(_services.Memory, _options.MaxResponseBytes, _content.Headers.ContentLength, _options.MaxOpenBytes)
                {
                    Markers = _isSearched ? AnswerGate.MarkersOf(_content, _discovery!) : null,
                    KeepsOnlyMarked = _passed.Length == 0,
                };
            }
        }

        if (_passed.Length == 0 && !_isSearched)
        {
            return;
        }

        if (AnswerGate.LongestWait(_passed) is { } timeout && !(_content.Headers.ContentLength > _options.MaxResponseBytes))
        {
            _durability = new Durability(timeout, _services);
        }

        var tee = new ResponseContentTee(_content, this, _attempt);
        if (!isLastTransform)
        {
            tee.CopyHeaders();
        }

        response.Content = tee;
    }

    // Rules that read nothing of the answer can do without it. Answers of this size do not wait.
    private void GiveUpResponseBody(ExchangeReason reason)
    {
        _durability = null;
        _responseBody?.Release();
        _responseBody = null;
        _isSearched = false;
        _passed = [.. _passed.Where(match => !match.Rule.Reader.NeedsResponseBody)];
        if (_passed.Length == 0)
        {
            _reason = reason;
        }
    }

    /// <summary>Whether anything in the answer says that it could hold a conversion. What a rule wants is read anyway.</summary>
    private bool IsWorthReading(out int promise)
    {
        promise = 0;
        if (!_isSearched || _responseBody is null)
        {
            return true;
        }

        promise = _responseBody.Markers is null ? CompiledDiscovery.PromiseOf(_context.Request.Path.Value) : _responseBody.Found;
        _isSearched = promise > 0;
        return _isSearched || _passed.Length > 0;
    }

    private Exchange? CreateExchange()
    {
        try
        {
            var request = _context.Request;
            var content = _content!;
            var facts = _facts ?? new RequestFacts(_context, _startedAt);
            return new Exchange
            {
                ReceivedAt = facts.ReceivedAt,
                Method = facts.Method,
                Scheme = facts.Scheme,
                Host = facts.Host,
                Path = facts.EscapedPath(),
                QueryString = facts.QueryString,
                RemoteIpAddress = facts.RemoteIpAddress,
                // Copied only now: most exchanges never come here, and nobody changes them on the way.
                RequestHeaders = HeaderSnapshot.Of(request.Headers),
                StatusCode = (int)_response!.StatusCode,
                ResponseHeaders = HeaderSnapshot.Of(_response.Headers, content.Headers),
                IssuedCookies = _context.Features.Get<IssuedCookies>()?.Values,
                Matches = _passed,
                Discovery = _isSearched ? _discovery : null,
                DiscoveryPriority = _promise - 1,
                Durability = _durability,
                TraceContext = facts.Activity?.Context ?? default,
                // Last, so that little can throw once the memory has changed hands.
                RequestBody = _requestBody?.Take(request.ContentType, request.Headers.ContentEncoding) ?? CapturedBody.Empty,
                ResponseBody = _responseBody?.Take(
                    HeaderSnapshot.Get(content.Headers, "Content-Type"), HeaderSnapshot.Get(content.Headers, "Content-Encoding")) ?? CapturedBody.Empty,
            };
        }
        catch (Exception exception)
        {
            Break(exception);
            return null;
        }
    }

    private void Break(Exception exception)
    {
        _reason = ExchangeReason.Error;
        _responseBody?.Release();
        _responseBody = null;
        _services.Fail(exception);
    }
}
