using Acornima;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>JavaScript's operators on values. Numbers are decimal as long as they can be, so that three times 19.99 is 59.97.</summary>
internal static class Operators
{
    /// <summary>Digits after the point that a quotient keeps: what a browser's binary number has.</summary>
    private const int QuotientDigits = 15;

    /// <summary>Applies an operator of two sides that evaluates both.</summary>
    public static object Apply(Operator op, object left, object right, ScriptBudget budget) => op switch
    {
        Operator.Addition => Add(left, right, budget),
        Operator.StrictEquality => Known(StrictlyEqual(left, right)),
        Operator.StrictInequality => Known(!StrictlyEqual(left, right)),
        Operator.Equality => Known(Equal(left, right, budget)),
        Operator.Inequality => Known(!Equal(left, right, budget)),
        Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual => Known(Compare(op, left, right)),
        Operator.In => Known(IsIn(left, right, budget)),
        Operator.InstanceOf => Unknown.Value,
        _ => Coercion.Number(left) is { } first && Coercion.Number(right) is { } second ? Calculate(op, first, second) : Unknown.Value,
    };

    /// <summary>Whether <c>===</c> holds; <see langword="null"/> if only the browser knows.</summary>
    public static bool? StrictlyEqual(object left, object right) => (left, right) switch
    {
        (Unknown { Kind: UnknownKind.NoElement }, Nothing nothing) => ReferenceEquals(nothing, Nothing.Null),
        (Nothing, Unknown { Kind: UnknownKind.NoElement }) => StrictlyEqual(right, left),
        (Unknown, _) or (_, Unknown) => null,
        (decimal or double, decimal or double) => NumbersEqual(left, right),
        _ => left.Equals(right),
    };

    /// <summary>The negative.</summary>
    public static object Negate(object value) => Coercion.Number(value) switch
    {
        decimal number => -number,
        double number => -number,
        _ => Unknown.Value,
    };

    /// <summary>The sum of two numbers, or one text of two.</summary>
    public static object Add(object left, object right, ScriptBudget budget)
    {
        if (left is Unknown || right is Unknown)
        {
            return Unknown.Value;
        }

        if (left is string or ScriptObject || right is string or ScriptObject)
        {
            if (Coercion.Text(left, budget) is not { } first || Coercion.Text(right, budget) is not { } second)
            {
                return Unknown.Value;
            }

            budget.Text((long)first.Length + second.Length);
            return first + second;
        }

        return Coercion.Number(left) is { } one && Coercion.Number(right) is { } other ? Calculate(Operator.Addition, one, other) : Unknown.Value;
    }

    private static object Calculate(Operator op, object left, object right)
    {
        if (left is decimal first && right is decimal second && Exactly(op, first, second) is { } exact)
        {
            return exact;
        }

        var a = Binary(left);
        var b = Binary(right);
        var result = op switch
        {
            Operator.Addition => a + b,
            Operator.Subtraction => a - b,
            Operator.Multiplication => a * b,
            Operator.Division => a / b,
            Operator.Remainder => a % b,
            Operator.Exponentiation => Math.Pow(a, b),
            _ => Bitwise(op, a, b),
        };
        return result is { } number ? Coercion.Exact(number) : Unknown.Value;
    }

    private static object? Exactly(Operator op, decimal left, decimal right)
    {
        try
        {
            return op switch
            {
                Operator.Addition => left + right,
                Operator.Subtraction => left - right,
                Operator.Multiplication => left * right,
                Operator.Division when right != 0 => decimal.Round(left / right, QuotientDigits) / 1.000000000000000000000000000m,
                Operator.Remainder when right != 0 => left % right,
                _ => null,
            };
        }
        catch (OverflowException)
        {
            // Beyond decimals: the browser's binary number is as good as any.
            return null;
        }
    }

    private static double? Bitwise(Operator op, double left, double right)
    {
        var a = Int32(left);
        var b = Int32(right);
        return op switch
        {
            Operator.BitwiseAnd => a & b,
            Operator.BitwiseOr => a | b,
            Operator.BitwiseXor => a ^ b,
            Operator.LeftShift => a << (b & 31),
            Operator.RightShift => a >> (b & 31),
            Operator.UnsignedRightShift => (uint)a >> (b & 31),
            _ => null,
        };
    }

    /// <summary>A number as the 32 bits that bitwise operators see.</summary>
    public static int Int32(double value) =>
        double.IsFinite(value) ? unchecked((int)(uint)(long)Math.IEEERemainder(Math.Truncate(value), 4294967296d)) : 0;

    /// <summary>A number in the browser's precision.</summary>
    public static double Binary(object number) => number is decimal exact ? (double)exact : (double)number;

    private static bool NumbersEqual(object left, object right) =>
        left is decimal first && right is decimal second ? first == second : Binary(left) == Binary(right);

    private static bool? Equal(object left, object right, ScriptBudget budget) => (left, right) switch
    {
        (Unknown { Kind: UnknownKind.NoElement }, Nothing) or (Nothing, Unknown { Kind: UnknownKind.NoElement }) => true,
        (Unknown, _) or (_, Unknown) => null,
        (Nothing, Nothing) => true,
        (Nothing, _) or (_, Nothing) => false,
        (ScriptObject, ScriptObject) => ReferenceEquals(left, right),
        (string, string) or (bool, bool) => left.Equals(right),
        (ScriptObject, _) => Coercion.Text(left, budget) is { } text ? Equal(text, right, budget) : null,
        (_, ScriptObject) => Coercion.Text(right, budget) is { } text ? Equal(left, text, budget) : null,
        _ => Coercion.Number(left) is { } first && Coercion.Number(right) is { } second ? NumbersEqual(first, second) : null,
    };

    private static bool? Compare(Operator op, object left, object right)
    {
        if (left is string one && right is string other)
        {
            var order = string.CompareOrdinal(one, other);
            return Holds(op, order, 0);
        }

        return Coercion.Number(left) is not { } first || Coercion.Number(right) is not { } second ? null
            : first is decimal a && second is decimal b ? Holds(op, a.CompareTo(b), 0)
            : Holds(op, Binary(first), Binary(second));
    }

    // Of two numbers of which one is NaN none of the four holds, as in JavaScript.
    private static bool Holds(Operator op, double left, double right) => op switch
    {
        Operator.LessThan => left < right,
        Operator.LessThanOrEqual => left <= right,
        Operator.GreaterThan => left > right,
        _ => left >= right,
    };

    private static bool? IsIn(object key, object container, ScriptBudget budget) =>
        container is not ScriptObject holder || Coercion.Text(key, budget) is not { } name ? null
        : holder.FindMember(name) is not null ? true
        : holder is ScriptArray list ? list.IsUncertain ? null : int.TryParse(name, out var index) && index >= 0 && index < list.Items.Count
        : holder.IsOpen ? null
        : false;

    private static object Known(bool? truth) => truth is { } known ? known : Unknown.Value;
}
