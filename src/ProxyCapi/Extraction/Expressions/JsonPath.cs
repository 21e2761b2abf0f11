using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A JMESPath expression (jmespath.org), compiled once.</summary>
internal sealed class JsonPath
{
    private readonly JmesPathExpression _expression;

    // The library says nothing about threads, and its expressions hold scopes.
    private readonly Lock _lock = new();

    private JsonPath(JmesPathExpression expression) => _expression = expression;

    /// <summary>Compiles a path.</summary>
    /// <exception cref="ExpressionException">It is not JMESPath.</exception>
    public static JsonPath Create(string path, int column)
    {
        try
        {
            return new JsonPath(new JmesPath().Parse(path));
        }
        catch (Exception exception)
        {
            // The library throws bare exceptions; whatever it says, the text is not a path.
            throw new ExpressionException(column, $"'{path}' is not a JMESPath expression ({exception.Message.Split('\n')[0].Trim()})", "See jmespath.org: order.total.amount, lines[0].sku, lines[*].price.");
        }
    }

    /// <summary>What the path finds; <see langword="null"/> for nothing.</summary>
    public JToken? Find(JToken root)
    {
        lock (_lock)
        {
            try
            {
                var found = _expression.Transform(root).AsJToken();
                return found is null or { Type: JTokenType.Null } ? null : found;
            }
            catch (Exception)
            {
                // The library throws bare exceptions for what is an error in JMESPath, such as sum() of a list that is not there: nothing is found.
                return null;
            }
        }
    }

    /// <summary>A token as a value: numbers keep their digits, objects and lists are their JSON text.</summary>
    public static ScalarValue? ToScalar(JToken? token) => token switch
    {
        null => null,
        JValue { Type: JTokenType.Null or JTokenType.Undefined } => null,
        JValue { Type: JTokenType.Boolean } value => new ScalarValue((bool)value.Value! ? "true" : "false", ScalarKind.Boolean),
        JValue { Type: JTokenType.Integer } value => new ScalarValue(Convert.ToString(value.Value, System.Globalization.CultureInfo.InvariantCulture)!, ScalarKind.Number),
        JValue { Type: JTokenType.Float, Value: decimal number } => new ScalarValue(Numbers.PrintedNumber.ToText(number), ScalarKind.Number),
        JValue { Type: JTokenType.Float } value when ToDecimal(value) is { } number => new ScalarValue(Numbers.PrintedNumber.ToText(number), ScalarKind.Number),
        JValue value => new ScalarValue(Convert.ToString(value.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
        _ => new ScalarValue(token.ToString(Newtonsoft.Json.Formatting.None)),
    };

    private static decimal? ToDecimal(JValue value)
    {
        var number = Convert.ToDouble(value.Value, System.Globalization.CultureInfo.InvariantCulture);
        return double.IsFinite(number) && Math.Abs(number) < 7e27 ? (decimal)number : null;
    }
}
