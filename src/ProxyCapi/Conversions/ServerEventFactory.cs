using System.Globalization;
using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Conversions.Normalization;
using ProxyCapi.Conversions.Urls;
using ProxyCapi.Conversions.Validation;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;
using ProxyCapi.TestVisits;

namespace ProxyCapi.Conversions;

/// <summary>Makes Meta's server events from conversions: identity, normalisation, hashing, checks, JSON.</summary>
internal sealed partial class ServerEventFactory(
    IEnumerable<IServerEventProcessor> processors, ProxyCapiMetrics metrics, TimeProvider time, ILogger<ServerEventFactory> logger,
    TestVisitors? tests = null)
{
    /// <summary>Longer than any look-up takes, and short enough that a hanging one does not stop the reading of all pages.</summary>
    private static readonly TimeSpan ProcessorTimeout = TimeSpan.FromSeconds(10);

    private readonly IServerEventProcessor[] _processors = [.. processors];
    private readonly EventIdOwners _ids = new();

    /// <summary>One result for each pixel that serves the conversion; exactly one with an empty pixel name if none does.</summary>
    /// <param name="conversion">What was read.</param>
    /// <param name="exchange">Where it was read: clock, client and addresses.</param>
    /// <param name="rules">The configuration in force.</param>
    /// <param name="cancellationToken">Ends the work of the operator's own <see cref="IServerEventProcessor"/>.</param>
    public async ValueTask<IReadOnlyList<EventResult>> CreateAsync(
        Conversion conversion, Exchange exchange, RuleSet rules, CancellationToken cancellationToken)
    {
        var pixels = rules.Pixels.Values
            .Where(pixel => conversion.Pixels.Count > 0 ? conversion.Pixels.Contains(pixel.Name, StringComparer.OrdinalIgnoreCase) : pixel.Hosts.IsMatch(exchange.Host))
            .OrderBy(pixel => pixel.Name, StringComparer.Ordinal)
            .ToArray();
        if (pixels.Length == 0)
        {
            return [new EventResult(conversion.EventName, "", null, EventReason.NoPixel)];
        }

        var consent = new ConsentDecision(ConsentState.Unknown, "none");
        if (Refuse(conversion, exchange, rules, ref consent) is { } refusal)
        {
            ConsentDecision? said = refusal is EventReason.ConsentDenied or EventReason.ConsentUnknown ? consent : null;
            return [.. pixels.Select(pixel => new EventResult(conversion.EventName, pixel.Name, null, refusal) { Consent = said })];
        }

        var whole = Build(conversion, exchange, rules);
        Limit(whole, conversion, consent, rules.Options.Consent);
        var results = new List<EventResult>(pixels.Length);
        foreach (var pixel in pixels)
        {
            results.Add(await FinishAsync(pixels.Length == 1 ? whole : whole.Clone(), conversion, exchange, pixel, rules, consent, cancellationToken));
        }

        return results;
    }

    /// <summary>Why nothing may be made of the conversion at all. Asked first: what is refused here is not even built.</summary>
    private EventReason? Refuse(Conversion conversion, Exchange exchange, RuleSet rules, ref ConsentDecision consent)
    {
        if (rules.Noise.Find(conversion.EventName, exchange) is { } noise)
        {
            return noise;
        }

        consent = rules.Consent.Read(exchange);
        metrics.ConsentDecided(consent);
        return rules.Consent.Allows(consent) ? null : consent.State == ConsentState.Denied ? EventReason.ConsentDenied : EventReason.ConsentUnknown;
    }

    /// <summary>The visitor's limit is the operator's to place; the page's own pixel says where its limit counts.</summary>
    private static void Limit(ServerEvent source, Conversion conversion, ConsentDecision consent, ConsentOptions options)
    {
        if (source.DataProcessingOptions is { Count: > 0 } || (consent.State != ConsentState.Limited && conversion.DataUse is null))
        {
            return;
        }

        var limit = conversion.DataUse ?? new(options.LimitedDataUseCountry, options.LimitedDataUseState);
        source.DataProcessingOptions = ["LDU"];
        source.DataProcessingOptionsCountry = limit.Country;
        source.DataProcessingOptionsState = limit.State;
    }

    private ServerEvent Build(Conversion conversion, Exchange exchange, RuleSet rules)
    {
        var source = new ServerEvent
        {
            EventName = conversion.EventName,
            EventTime = exchange.ReceivedAt,
            ActionSource = conversion.ActionSource,
        };
        new CustomDataBuilder(source.CustomData, metrics.FieldDropped).Fill(conversion);
        new VisitorReader(exchange, rules.Clients.ClientOf(exchange), rules.PrivateQueryKeys).Fill(source, conversion.EventSourceUrl);
        FillVisitor(source.UserData, conversion);
        FillUserData(source.UserData, UserDataHasher.Hash(conversion.UserData, rules.Options.Identity.DefaultCountry, exchange.ReceivedAt));
        SetEventId(source, conversion, exchange);
        return source;
    }

    /// <summary>The page's id, or the rule's, if it is unique to the order; else one that depends on nothing but the order.</summary>
    private void SetEventId(ServerEvent source, Conversion conversion, Exchange exchange)
    {
        source.EventId = conversion.EventId;
        var origin = string.IsNullOrWhiteSpace(source.EventId) ? EventIdOrigin.Derived : _ids.IsOwn(source) ? EventIdOrigin.Page : EventIdOrigin.Shared;
        if (origin != EventIdOrigin.Page)
        {
            source.EventId = EventDigest.Of(source, exchange);
        }

        metrics.EventIdChosen(source.EventName, origin);
    }

    /// <summary>What a rule says of the visitor wins over what the exchange says by itself, if it is what the field may hold.</summary>
    private static void FillVisitor(UserData user, Conversion conversion)
    {
        user.ClientIpAddress = Said("client_ip_address", ClientAddress.Canonical) ?? user.ClientIpAddress;
        user.ClientUserAgent = Said("client_user_agent", agent => agent.Length > 0 ? agent : null) ?? user.ClientUserAgent;
        user.Fbc = Said("fbc", cookie => IdentityCookie.TryRead(cookie, out _) ? cookie : null) ?? user.Fbc;
        user.Fbp = Said("fbp", cookie => IdentityCookie.TryRead(cookie, out _) ? cookie : null) ?? user.Fbp;

        string? Said(string key, Func<string, string?> read) =>
            conversion.UserData.TryGetValue(key, out var values) ? values.Select(value => read(value.Trim())).FirstOrDefault(value => value is not null) : null;
    }

    private void FillUserData(UserData user, HashedUserData hashed)
    {
        foreach (var (key, values) in hashed.Hashed)
        {
            user.Hashed[key] = [.. values];
        }

        foreach (var (key, value) in hashed.Plain)
        {
            user.Other[key] = value;
        }

        foreach (var (key, number) in hashed.Numbers)
        {
            user.Other[key] = number.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var key in hashed.Dropped)
        {
            metrics.FieldDropped(key);
        }
    }

    private async ValueTask<EventResult> FinishAsync(
        ServerEvent source, Conversion conversion, Exchange exchange, CompiledPixel pixel, RuleSet rules, ConsentDecision consent, CancellationToken cancellationToken)
    {
        var context = new ServerEventContext(source, pixel.Name, conversion.Source);
        foreach (var processor in _processors)
        {
            context = await ProcessAsync(processor, context, cancellationToken);
        }

        if (context.IsVetoed)
        {
            return new EventResult(conversion.EventName, pixel.Name, null, EventReason.Vetoed) { Consent = consent };
        }

        source = context.Event;
        if (string.IsNullOrWhiteSpace(source.EventId))
        {
            source.EventId = EventDigest.Of(source, exchange);
        }

        if (_processors.Length > 0)
        {
            // A processor's addresses are as full of data as a page's; and no processor takes a visitor's limits away.
            source.EventSourceUrl = UrlCleaner.Clean(source.EventSourceUrl, rules.PrivateQueryKeys);
            source.ReferrerUrl = UrlCleaner.Clean(source.ReferrerUrl, rules.PrivateQueryKeys);
            Limit(source, conversion, consent, rules.Options.Consent);
        }

        if (ServerEventValidator.Check(source, time.GetUtcNow(), metrics.FieldDropped) is { } refusal)
        {
            return new EventResult(source.EventName, pixel.Name, null, refusal) { Event = source, Consent = consent };
        }

        return new EventResult(source.EventName, pixel.Name, ToItem(source, exchange, pixel, rules.Options.Delivery, tests?.CodeOf(exchange, pixel.Name)), EventReason.Accepted) { Event = source, Consent = consent };
    }

    /// <summary>A processor that throws changes nothing: the event goes on as it was before.</summary>
    private async ValueTask<ServerEventContext> ProcessAsync(IServerEventProcessor processor, ServerEventContext context, CancellationToken cancellationToken)
    {
        var attempt = new ServerEventContext(context.Event.Clone(), context.Pixel, context.Source);
        if (context.IsVetoed)
        {
            return context;
        }

        try
        {
            var process = processor.ProcessAsync(attempt, cancellationToken);
            if (!process.IsCompletedSuccessfully)
            {
                await process.AsTask().WaitAsync(ProcessorTimeout, time, cancellationToken);
            }

            return attempt;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            metrics.Failed("conversions");
            Log.ProcessorFailed(logger, processor.GetType().Name, exception.GetType().Name);
            return context;
        }
    }

    private static OutboxItem ToItem(ServerEvent source, Exchange exchange, CompiledPixel pixel, DeliveryOptions options, string? testEventCode) => new()
    {
        Pixel = pixel.Name,
        Lane = EventNames.IsMoney(source.EventName, options) ? Lane.Money : Lane.Other,
        EventName = source.EventName,
        EventId = source.EventId!,

        // The order counts once, whether or not the page gave an id this time.
        DedupeKey = source.CustomData.OrderId is { Length: > 0 } order ? SeenKey.OrderPrefix + order : SeenKey.EventPrefix + source.EventId,
        EventTime = source.EventTime,
        ActionSource = source.ActionSource,
        Payload = ServerEventWriter.Write(source),
        TestEventCode = testEventCode,
        TraceParent = exchange.TraceContext == default
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"00-{exchange.TraceContext.TraceId}-{exchange.TraceContext.SpanId}-{(byte)exchange.TraceContext.TraceFlags:x2}"),
    };

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Error, "The event processor {Processor} failed ({ExceptionType}); the event goes on as it was before it ran.")]
        public static partial void ProcessorFailed(ILogger logger, string processor, string exceptionType);
    }
}
