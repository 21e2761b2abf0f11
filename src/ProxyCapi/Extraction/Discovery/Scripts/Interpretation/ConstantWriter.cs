using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Values of scripts as constants. What cannot be known is <see cref="JTokenType.Undefined"/>.</summary>
internal sealed class ConstantWriter
{
    /// <summary>Depth that JSON readers grant as well.</summary>
    private const int MaxDepth = 40;

    private int _page = ScriptBudget.Tokens;
    private int _script = ScriptBudget.TokensPerScript;
    private int _left;

    /// <summary>Begins a new script; what comes after it on the page shall have its turn.</summary>
    public void Begin() => _script = ScriptBudget.TokensPerScript;

    /// <summary>The value at the moment of a call: a list of which the browser alone knows the length is unknown.</summary>
    public JToken Write(object value)
    {
        var granted = Math.Max(0, Math.Min(ScriptBudget.TokensPerValue, Math.Min(_script, _page)));
        _left = granted;
        var token = Write(value, MaxDepth, whole: true);
        _script -= granted - Math.Max(0, _left);
        _page -= granted - Math.Max(0, _left);
        return token;
    }

    /// <summary>The value at the end of the page: a list has all that may be in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="granted">Most values it may hold; what it holds is taken off.</param>
    public JToken WriteVariable(object value, ref int granted)
    {
        var share = Math.Max(0, Math.Min(ScriptBudget.TokensPerValue, granted));
        _left = share;
        var token = Write(value, MaxDepth, whole: false);
        granted -= share - Math.Max(0, _left);
        return token;
    }

    private JToken Write(object value, int depth, bool whole)
    {
        if (--_left < 0 || depth == 0)
        {
            return JValue.CreateUndefined();
        }

        return value switch
        {
            string text => new JValue(text),
            bool truth => new JValue(truth),
            decimal number => number.Scale == 0 && number is >= long.MinValue and <= long.MaxValue ? new JValue((long)number) : new JValue(number),
            double number when double.IsFinite(number) => new JValue(number),
            Nothing nothing => ReferenceEquals(nothing, Nothing.Null) ? JValue.CreateNull() : JValue.CreateUndefined(),
            ScriptArray list => list.IsUncertain && whole ? JValue.CreateUndefined() : List(list, depth, whole),
            ScriptFunction or NativeFunction or ScriptPromise or ScriptPattern or ScriptQuery or ScriptElement => JValue.CreateUndefined(),
            ScriptObject plain => Object(plain, depth, whole),
            _ => JValue.CreateUndefined(),
        };
    }

    private JArray List(ScriptArray list, int depth, bool whole)
    {
        var array = new JArray();
        foreach (var item in list.Items)
        {
            if (_left <= 0)
            {
                break;
            }

            array.Add(Write(item, depth - 1, whole));
        }

        return array;
    }

    private JObject Object(ScriptObject plain, int depth, bool whole)
    {
        var result = new JObject();
        foreach (var (name, value) in plain.Entries)
        {
            if (_left <= 0)
            {
                break;
            }

            result[name] = Write(value, depth - 1, whole);
        }

        return result;
    }
}
