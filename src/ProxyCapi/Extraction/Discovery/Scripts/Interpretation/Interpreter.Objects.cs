using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Object and list literals.</summary>
internal sealed partial class Interpreter
{
    private ScriptObject Object(ObjectExpression definition, Scope scope)
    {
        var result = _memory.NewObject();
        foreach (var node in definition.Properties)
        {
            switch (node)
            {
                case SpreadElement spread:
                    Copy(Evaluate(spread.Argument, scope), result);
                    break;
                case Property { Kind: PropertyKind.Get } accessor when KeyOf(accessor.Key, accessor.Computed, scope) is { } name:
                    _memory.Set(result, name, Unknown.Value);
                    break;
                case Property { Kind: not PropertyKind.Set } property:
                    var value = Evaluate((Expression)property.Value, scope);
                    if (KeyOf(property.Key, property.Computed, scope) is { } key)
                    {
                        _memory.Set(result, key, value);
                    }
                    else
                    {
                        result.IsOpen = true;
                    }

                    break;
            }
        }

        return result;
    }

    /// <summary>Copies the members of one object to another. Those of an unknown one may cover what is there.</summary>
    private void Copy(object source, ScriptObject target)
    {
        if (source is Unknown or ScriptObject { IsOpen: true })
        {
            foreach (var (name, _) in target.Entries.ToList())
            {
                _memory.Set(target, name, Unknown.Value);
            }

            target.IsOpen = true;
        }

        if (source is ScriptArray list)
        {
            for (var index = 0; index < list.Items.Count; index++)
            {
                _memory.Set(target, Coercion.NumberText((decimal)index), list.Items[index]);
            }
        }
        else if (source is ScriptObject plain && !ReferenceEquals(source, target))
        {
            foreach (var (name, value) in plain.Entries.ToList())
            {
                _memory.Set(target, name, value);
            }
        }
    }

    /// <summary>Elements or arguments. <paramref name="isWhole"/>: whether their number is known.</summary>
    private List<object> Spread<T>(in NodeList<T> nodes, Scope scope, out bool isWhole)
        where T : Expression?
    {
        isWhole = true;
        var values = new List<object>(nodes.Count);
        foreach (var node in nodes)
        {
            if (node is SpreadElement spread)
            {
                var elements = Elements(Evaluate(spread.Argument, scope));
                isWhole &= elements is not null;
                values.AddRange(elements ?? [Unknown.Value]);
            }
            else
            {
                values.Add(node is null ? Nothing.Undefined : Evaluate(node, scope));
            }
        }

        return values;
    }

    private static ScriptArray Uncertain(ScriptArray list)
    {
        list.IsUncertain = true;
        return list;
    }
}
