using Acornima;
using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Operators that do more than calculate: choices, conditions, changes.</summary>
internal sealed partial class Interpreter
{
    /// <summary><c>||</c>, <c>&amp;&amp;</c> and <c>??</c>.</summary>
    private object Choose(Operator op, object left, Expression right, Scope scope)
    {
        var takesRight = op == Operator.NullishCoalescing
            ? left is Unknown unknown ? unknown.Kind is UnknownKind.Value or UnknownKind.Absent or UnknownKind.Host ? null : unknown.Kind == UnknownKind.NoElement : left is Nothing
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
}
