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
        unknown.Kind == UnknownKind.NoElements && key is "length" or "0" ? key == "0" ? Nothing.Undefined : 0m
        : unknown is not { Kind: UnknownKind.Host, Path: "document" } ? unknown.Member(key)
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
