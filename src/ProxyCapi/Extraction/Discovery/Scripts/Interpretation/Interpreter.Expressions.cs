using Acornima;
using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    private object Evaluate(Expression expression, Scope scope)
    {
        _budget.Step();
        ScriptBudget.Descend();
        return expression switch
        {
            Literal literal => Constant(literal),
            Identifier id => Lookup(id.Name, scope),
            MemberExpression member => Member(member, scope),
            CallExpression call => Call(call, scope),
            ObjectExpression definition => Object(definition, scope),
            ArrayExpression definition => _memory.NewArray(Spread(definition.Elements, scope, out var isWhole)) is var list && isWhole ? list : Uncertain(list),
            LogicalExpression choice => Choose(choice.Operator, Evaluate(choice.Left, scope), choice.Right, scope),
            BinaryExpression operation => Binary(operation, scope),
            AssignmentExpression assignment => Assignment(assignment, scope),
            IFunction function => _memory.NewFunction(function, FunctionScope(function, scope)),
            UpdateExpression update => Update(update, scope),
            UnaryExpression operation => Unary(operation, scope),
            ConditionalExpression choice => Conditional(choice, scope),
            SequenceExpression sequence => Sequence(sequence, scope),
            TemplateLiteral template => Template(template, scope),
            NewExpression creation => New(creation, scope),
            ThisExpression => This(scope),
            ChainExpression chain => Evaluate(chain.Expression, scope),
            AwaitExpression wait => Evaluate(wait.Argument, scope) is var awaited && awaited is ScriptPromise promise ? promise.Result ?? Unknown.Value : awaited,
            ParenthesizedExpression inner => Evaluate(inner.Expression, scope),
            ClassExpression definition => Class(definition, scope),
            _ => Unknown.Value,
        };
    }

    private object Constant(Literal literal) => literal switch
    {
        StringLiteral text => text.Value,
        NumericLiteral number => Coercion.NumberLiteral(number.Raw, number.Value),
        BooleanLiteral truth => truth.Value,
        BigIntLiteral number => Coercion.NumberOf(number.BigInt),
        RegExpLiteral pattern => _memory.NewPattern(pattern.RegExp.Pattern, pattern.RegExp.Flags),
        _ => Nothing.Null,
    };

    private object Lookup(string name, Scope scope)
    {
        for (var current = scope; current is not null; current = current.Parent)
        {
            if (current.Variables.Find(name) is { } value)
            {
                return value;
            }

            if (current.Arguments is { } arguments && name == "arguments")
            {
                var list = _memory.NewArray([.. arguments]);
                _memory.Set(current, name, list);
                return list;
            }
        }

        return Global(name);
    }

    /// <summary>A global name that the page has not set.</summary>
    private object Global(string name) => name switch
    {
        "window" or "self" or "globalThis" or "top" or "parent" or "frames" => _window,
        "location" when _location is not null => _location,
        "undefined" => Nothing.Undefined,
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "jQuery" or "$" or "$j" or "jq" or "$jq" => new Unknown("jQuery", UnknownKind.JQuery),
        _ => new Unknown(name, HostNames.IsHost(name) ? UnknownKind.Host : UnknownKind.Absent),
    };

    private static object This(Scope scope)
    {
        for (var current = scope; current is not null; current = current.Parent)
        {
            if (current.This is { } value)
            {
                return value;
            }
        }

        return Nothing.Undefined;
    }

    private object Member(MemberExpression member, Scope scope)
    {
        var holder = Evaluate(member.Object, scope);
        return KeyOf(member.Property, member.Computed, scope) is { } key ? Member(holder, key)
            : member.Optional && holder is Nothing ? Nothing.Undefined
            : Unknown.Value;
    }

    private object Member(object holder, string key)
    {
        switch (holder)
        {
            case string text:
                return key == "length" ? (decimal)text.Length
                    : int.TryParse(key, out var place) ? place >= 0 && place < text.Length ? text[place].ToString() : Nothing.Undefined
                    : Unknown.Value;
            case ScriptArray { IsUncertain: true }:
                return Unknown.Value;
            case ScriptArray list when key == "length":
                return (decimal)list.Items.Count;
            case ScriptArray list when int.TryParse(key, out var index):
                return index >= 0 && index < list.Items.Count ? list.Items[index] : Nothing.Undefined;
            case ScriptFunction function when key == "prototype" && function.Find(key) is null:
                var prototype = _memory.NewObject();
                _memory.Set(function, key, prototype);
                return prototype;
            case ScriptObject owner when owner.FindMember(key) is { } value:
                GiveName(value, owner, key);
                return value;
            case ScriptObject owner when ReferenceEquals(owner, _window):
                return Global(key);
            case ScriptElement element when ElementMember(element, key) is { } read:
                return read;
            case ScriptObject { IsOpen: true } owner:
                return owner.Name is null ? Unknown.Value : new Unknown($"{owner.Name}.{key}", UnknownKind.Absent);
            case ScriptObject:
                return Nothing.Undefined;
            case Unknown unknown:
                return HostMember(unknown, key);
            case Nothing:
                return Nothing.Undefined;
            default:
                return Unknown.Value;
        }
    }

    private object HostMember(Unknown unknown, string key) =>
        unknown is not { Kind: UnknownKind.Host, Path: "document" } ? unknown.Member(key)
        : key == "defaultView" ? _window
        : key == "location" && _location is not null ? _location
        : key is "URL" or "documentURI" && _location is not null ? _location.Find("href") ?? Unknown.Value
        : unknown.Member(key);

    /// <summary>The name of a member; <see langword="null"/> if only the browser knows it.</summary>
    private string? KeyOf(Expression key, bool isComputed, Scope scope) =>
        isComputed ? Coercion.Text(Evaluate(key, scope), _budget)
        : key is Identifier id ? id.Name
        : key is Literal literal ? Coercion.Text(Constant(literal), _budget)
        : null;

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

    /// <summary><c>||</c>, <c>&amp;&amp;</c> and <c>??</c>.</summary>
    private object Choose(Operator op, object left, Expression right, Scope scope)
    {
        var takesRight = op == Operator.NullishCoalescing
            ? left is Unknown unknown ? unknown.Kind is UnknownKind.Value or UnknownKind.Absent or UnknownKind.Host ? null : false : left is Nothing
            : Coercion.Truth(left) is { } truth ? truth == (op == Operator.LogicalAnd)
            : (bool?)null;
        if (takesRight is { } known)
        {
            return known ? Evaluate(right, scope) : left;
        }

        var value = right is Literal or Identifier or IFunction or ThisExpression ? Evaluate(right, scope) : Maybe(() => Evaluate(right, scope), left);
        return op == Operator.LogicalAnd ? value is Unknown ? value : Unknown.Value
            // "layer = window.layer || []": what the page falls back on is used in the same way as what another file may have made.
            : left is Unknown { Kind: UnknownKind.Absent } && value is ScriptObject ? value
            : left is Unknown { Path: not null } path ? path with { Kind = UnknownKind.Value }
            : Unknown.Value;
    }

    /// <summary>A long sum is a tree as deep as it is long, so the left side is gone down without recursion.</summary>
    private object Binary(BinaryExpression operation, Scope scope)
    {
        var spine = new Stack<BinaryExpression>();
        Expression current = operation;
        while (current is BinaryExpression inner and not LogicalExpression)
        {
            spine.Push(inner);
            current = inner.Left;
        }

        var value = Evaluate(current, scope);
        while (spine.TryPop(out var next))
        {
            value = Operators.Apply(next.Operator, value, Evaluate(next.Right, scope), _budget);
        }

        return value;
    }

    private object Unary(UnaryExpression operation, Scope scope)
    {
        if (operation.Operator == Operator.Delete)
        {
            if (operation.Argument is MemberExpression member && Evaluate(member.Object, scope) is ScriptObject owner and not ScriptArray
                && KeyOf(member.Property, member.Computed, scope) is { } key)
            {
                _memory.Set(owner, key, null);
            }

            return true;
        }

        var value = Evaluate(operation.Argument, scope);
        return operation.Operator switch
        {
            Operator.LogicalNot => Coercion.Truth(value) is { } truth ? !truth : Unknown.Value,
            Operator.UnaryNegation => Operators.Negate(value),
            Operator.UnaryPlus => Coercion.Number(value) ?? Unknown.Value,
            Operator.BitwiseNot => Coercion.Number(value) is { } number ? (decimal)~Operators.Int32(Operators.Binary(number)) : Unknown.Value,
            Operator.TypeOf => TypeOf(value),
            Operator.Void => Nothing.Undefined,
            _ => Unknown.Value,
        };
    }

    private static object TypeOf(object value) => value switch
    {
        string => "string",
        bool => "boolean",
        decimal or double => "number",
        Nothing nothing => ReferenceEquals(nothing, Nothing.Null) ? "object" : "undefined",
        Unknown { Kind: UnknownKind.Host, Path: { } path } => HostNames.TypeOf(path) ?? (object)Unknown.Value,
        Unknown => Unknown.Value,
        ScriptFunction or NativeFunction => "function",
        _ => "object",
    };

    private object Update(UpdateExpression update, Scope scope)
    {
        var before = Coercion.Number(Evaluate(update.Argument, scope)) ?? Unknown.Value;
        var after = before is Unknown ? before
            : Operators.Apply(update.Operator == Operator.Increment ? Operator.Addition : Operator.Subtraction, before, 1m, _budget);
        Assign(update.Argument, after, scope, null);
        return update.Prefix ? after : before;
    }

    /// <summary>Whether a condition holds. <c>x &amp;&amp; false</c> does not, whatever <c>x</c> is.</summary>
    private bool? Condition(Expression test, Scope scope)
    {
        ScriptBudget.Descend();
        switch (test)
        {
            case UnaryExpression { Operator: Operator.LogicalNot } negation:
                return !Condition(negation.Argument, scope);
            case LogicalExpression { Operator: Operator.LogicalAnd or Operator.LogicalOr } choice:
                var decides = choice.Operator == Operator.LogicalOr;
                var left = Condition(choice.Left, scope);
                if (left is not null)
                {
                    return left == decides ? left : Condition(choice.Right, scope);
                }

                bool? right = null;
                _ = Maybe(
                    () =>
                    {
                        right = Condition(choice.Right, scope);
                        return Nothing.Undefined;
                    },
                    Nothing.Undefined);
                return right == decides ? right : null;
            default:
                return Coercion.Truth(Evaluate(test, scope));
        }
    }

    private object Conditional(ConditionalExpression choice, Scope scope)
    {
        if (Condition(choice.Test, scope) is { } truth)
        {
            return Evaluate(truth ? choice.Consequent : choice.Alternate, scope);
        }

        object? result = null;
        Fork(2, way =>
        {
            var value = Evaluate(way == 0 ? choice.Consequent : choice.Alternate, scope);
            result = result is null ? value : ScriptMemory.Join(result, value);
            return Flow.Normal;
        });
        return result!;
    }

    private object Sequence(SequenceExpression sequence, Scope scope)
    {
        object value = Nothing.Undefined;
        foreach (var expression in sequence.Expressions)
        {
            value = Evaluate(expression, scope);
        }

        return value;
    }

    private object Template(TemplateLiteral template, Scope scope)
    {
        object text = template.Quasis[0].Value.Cooked ?? "";
        for (var index = 0; index < template.Expressions.Count; index++)
        {
            var value = Evaluate(template.Expressions[index], scope);
            text = Operators.Add(text, Coercion.Text(value, _budget) ?? (object)Unknown.Value, _budget);
            text = Operators.Add(text, template.Quasis[index + 1].Value.Cooked ?? "", _budget);
        }

        return text;
    }
}
