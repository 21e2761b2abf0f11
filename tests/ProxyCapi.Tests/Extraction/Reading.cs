using System.Runtime.CompilerServices;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction;
using ProxyCapi.Extraction.Documents;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Tests.Extraction;

/// <summary>Reads expressions, conditions and rules from a <see cref="TestExchange"/>.</summary>
internal static class Reading
{
    /// <summary>What an expression gives; the route values of the exchange are the placeholders it may name.</summary>
    public static ScalarValue? Value(string expression, TestExchange exchange, string? currency = null)
    {
        var parsed = ExpressionParser.Parse(expression, Names(exchange), out var error);
        Assert.True(parsed is not null, $"{expression}: {error}");
        return parsed.Read(Scope(exchange) with { Currency = currency });
    }

    /// <summary>The text of what an expression gives.</summary>
    public static string? Text(string expression, TestExchange exchange, string? currency = null) => Value(expression, exchange, currency)?.Text;

    /// <summary>Whether a condition holds.</summary>
    public static bool Holds(string condition, TestExchange exchange)
    {
        var parsed = Condition.Parse(condition, Names(exchange), out var error);
        Assert.True(parsed is not null, $"{condition}: {error}");
        return parsed.Holds(Scope(exchange));
    }

    /// <summary>The problem that an expression is refused with.</summary>
    public static ExpressionError Refusal(string expression, ExpressionNames? names = null)
    {
        Assert.Null(ExpressionParser.Parse(expression, names ?? ExpressionNames.None, out var error));
        return Assert.IsType<ExpressionError>(error);
    }

    /// <summary>The problem that a condition is refused with.</summary>
    public static ExpressionError ConditionRefusal(string condition)
    {
        Assert.Null(Condition.Parse(condition, ExpressionNames.None, out var error));
        return Assert.IsType<ExpressionError>(error);
    }

    /// <summary>What a rule reads; <see langword="null"/> if its conditions do not hold.</summary>
    public static Conversion? Conversion(RuleOptions options, TestExchange exchange)
    {
        var reader = Reader(options, exchange);
        var scope = reader.CreateScope(new ExchangeDocument(exchange.Build(), new CaptureOptions()), exchange.RouteValues);
        return reader.Applies(scope) ? reader.Read(scope).SingleOrDefault() : null;
    }

    /// <summary>The fields of the lines that a list gives.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Lines(RuleField contents, TestExchange exchange) =>
    [
        .. Conversion(new RuleOptions { Event = "Purchase", CustomData = { ["contents"] = contents } }, exchange)!.Contents
            .Select(item => item.Fields.ToDictionary(field => field.Key, field => field.Value.Text)),
    ];

    /// <summary>The compiled reading part of a rule that must be free of problems.</summary>
    public static ConversionReader Reader(RuleOptions options, TestExchange exchange, string name = "purchase")
    {
        var failures = new List<ConfigurationFailure>();
        var reader = ConversionReader.Create(name, options, "Rules:" + name, [.. exchange.RouteValues.Keys], failures);
        Assert.Empty(failures);
        return reader;
    }

    /// <summary>The problems of a rule.</summary>
    public static IReadOnlyList<ConfigurationFailure> Failures(RuleOptions options, params string[] placeholders)
    {
        var failures = new List<ConfigurationFailure>();
        ConversionReader.Create("purchase", options, "Rules:purchase", placeholders, failures);
        return failures;
    }

    /// <summary>A rule around a reading part; matching is not its matter here.</summary>
    public static CompiledRule Rule(RuleOptions options, TestExchange exchange, string name = "purchase") => new()
    {
        Name = name,
        EventName = options.Event,
        Enrich = options.Enrich,
        Request = (RequestMatcher)RuntimeHelpers.GetUninitializedObject(typeof(RequestMatcher)),
        Gate = (ResponseGate)RuntimeHelpers.GetUninitializedObject(typeof(ResponseGate)),
        Reader = Reader(options, exchange, name),
    };

    private static ExpressionNames Names(TestExchange exchange) => new([], [.. exchange.RouteValues.Keys]);

    private static ReadingScope Scope(TestExchange exchange) => new(new ExchangeDocument(exchange.Build(), new CaptureOptions()), exchange.RouteValues);
}
