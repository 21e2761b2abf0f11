using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Values of scripts as constants. What cannot be known is <see cref="JTokenType.Undefined"/>.</summary>
internal sealed class ConstantWriter
{
    /// <summary>Depth that JSON readers grant as well.</summary>
    private const int MaxDepth = 40;

    private int _left = ScriptBudget.Tokens;

    /// <summary>The value at the moment of a call: a list of which the browser alone knows the length is unknown.</summary>
    public JToken Write(object value) => Write(value, MaxDepth, whole: true);

    /// <summary>The value at the end of the page: a list has all that may be in it.</summary>
    public JToken WriteVariable(object value) => Write(value, MaxDepth, whole: false);

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
            ScriptFunction or NativeFunction or ScriptPromise or ScriptPattern => JValue.CreateUndefined(),
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
