using Acornima;
using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Variables, patterns and assignments.</summary>
internal sealed partial class Interpreter
{
    private void Declare(VariableDeclaration variables, Scope scope)
    {
        var target = variables.Kind == VariableDeclarationKind.Var ? scope.Function : scope;
        foreach (var variable in variables.Declarations)
        {
            if (variable.Init is { } init)
            {
                Bind(variable.Id, Evaluate(init, scope), scope, target);
            }
            else if (variable.Id is Identifier id && (variables.Kind != VariableDeclarationKind.Var || target.Variables.Find(id.Name) is null))
            {
                Declare(target, id.Name, Nothing.Undefined);
            }
        }
    }

    private void Declare(Scope scope, string name, object value)
    {
        _memory.Set(scope.Variables, name, value);
        GiveName(value, scope.Variables, name);
    }

    /// <summary>Assigns to a name, a member or a pattern. With <paramref name="declareIn"/> names are declared, else they are looked up.</summary>
    private void Bind(Node target, object value, Scope scope, Scope? declareIn)
    {
        ScriptBudget.Descend();
        switch (target)
        {
            case Identifier id when declareIn is not null:
                Declare(declareIn, id.Name, value);
                break;
            case AssignmentPattern pattern:
                Bind(pattern.Left, value is Nothing && ReferenceEquals(value, Nothing.Undefined) ? Evaluate(pattern.Right, scope) : value, scope, declareIn);
                break;
            case ArrayPattern pattern:
                BindList(pattern, value, scope, declareIn);
                break;
            case ObjectPattern pattern:
                BindMembers(pattern, value, scope, declareIn);
                break;
            default:
                Assign(target, value, scope, declareIn);
                break;
        }
    }

    private void BindList(ArrayPattern pattern, object value, Scope scope, Scope? declareIn)
    {
        var elements = Elements(value);
        for (var index = 0; index < pattern.Elements.Count; index++)
        {
            switch (pattern.Elements[index])
            {
                case RestElement rest:
                    Bind(rest.Argument, elements is null ? Unknown.Value : _memory.NewArray([.. elements.Skip(index)]), scope, declareIn);
                    break;
                case { } element:
                    Bind(element, elements is null ? Unknown.Value : index < elements.Count ? elements[index] : Nothing.Undefined, scope, declareIn);
                    break;
            }
        }
    }

    private void BindMembers(ObjectPattern pattern, object value, Scope scope, Scope? declareIn)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in pattern.Properties)
        {
            if (property is Property member)
            {
                var key = KeyOf(member.Key, member.Computed, scope);
                taken.Add(key ?? "");
                Bind(member.Value, key is null ? Unknown.Value : Member(value, key), scope, declareIn);
            }
            else if (property is RestElement rest)
            {
                var others = _memory.NewObject();
                others.IsOpen = value is not ScriptObject { IsOpen: false };
                foreach (var (name, kept) in (value as ScriptObject)?.Entries.Where(entry => !taken.Contains(entry.Key)) ?? [])
                {
                    _memory.Set(others, name, kept);
                }

                Bind(rest.Argument, others, scope, declareIn);
            }
        }
    }

    private void Assign(Node target, object value, Scope scope, Scope? declareIn)
    {
        switch (target)
        {
            case Identifier id:
                var owner = scope;
                while (owner.Variables.Find(id.Name) is null && owner.Parent is { } outer)
                {
                    owner = outer;
                }

                Declare(owner, id.Name, value);
                break;
            case MemberExpression member:
                var holder = Evaluate(member.Object, scope);
                if (KeyOf(member.Property, member.Computed, scope) is { } key)
                {
                    SetMember(holder, key, value);
                }
                else if (holder is ScriptObject { Name: not "" } changed)
                {
                    // Some member has changed, and nobody knows which.
                    changed.IsOpen = true;
                }

                break;
            case ArrayPattern or ObjectPattern or AssignmentPattern:
                Bind(target, value, scope, declareIn);
                break;
        }
    }

    private void SetMember(object holder, string key, object value)
    {
        switch (holder)
        {
            case ScriptArray list when int.TryParse(key, out var index) && index >= 0:
                SetElement(list, index, value);
                break;
            case ScriptArray list when key == "length":
                if (value is decimal length && length >= 0 && length < list.Items.Count)
                {
                    var items = _memory.Change(list);
                    items.RemoveRange((int)length, items.Count - (int)length);
                }

                break;
            case ScriptObject owner when !ReferenceEquals(owner, _location):
                _memory.Set(owner, key, value);
                GiveName(value, owner, key);
                break;
            case Unknown unknown:
                SetUnknown(unknown, key, value);
                break;
        }
    }

    private void SetElement(ScriptArray list, int index, object value)
    {
        var items = _memory.Change(list);
        if (index > items.Count + ScriptBudget.Rounds)
        {
            list.IsUncertain = true;
            return;
        }

        while (items.Count <= index)
        {
            _budget.Step();
            items.Add(Nothing.Undefined);
        }

        items[index] = value;
    }

    private void SetUnknown(Unknown holder, string key, object value)
    {
        switch (holder)
        {
            case { Kind: UnknownKind.Image } when key == "src":
                Record("Image.src", [value]);
                break;
            case { Kind: UnknownKind.Image or UnknownKind.Loading } when key is "onload" or "onreadystatechange":
                Defer(LoadPhase.Load, value, holder, [Unknown.Value]);
                break;
            case { Kind: UnknownKind.Host, Path: "document" or "document.body" } when key.StartsWith("on", StringComparison.Ordinal) && LoadEvents.PhaseOf(key[2..]) is { } phase:
                Defer(phase, value, holder, [Unknown.Value]);
                break;
            case { Kind: UnknownKind.Absent, Path: { } path }:
                // Another file makes the object; what the page adds to it is known all the same.
                SetMember(Open(path), key, value);
                break;
        }
    }

    /// <summary>The object of a global name that another file has set or will set.</summary>
    private ScriptObject Open(string path)
    {
        var owner = _window;
        foreach (var name in path.Split('.'))
        {
            if (owner.Find(name) is not ScriptObject next)
            {
                next = _memory.NewObject();
                next.IsOpen = true;
                _memory.Set(owner, name, next);
                GiveName(next, owner, name);
            }

            owner = next;
        }

        return owner;
    }

    private static void GiveName(object value, PropertyBag owner, string name)
    {
        if (value is ScriptObject { Name: null } named && owner is ScriptObject { Name: { } path } && path.Length + name.Length < 120)
        {
            named.Name = path.Length == 0 ? name : $"{path}.{name}";
        }
    }

    private object Assignment(AssignmentExpression assignment, Scope scope)
    {
        if (assignment.Operator == Operator.Assignment)
        {
            var value = Evaluate(assignment.Right, scope);
            Bind(assignment.Left, value, scope, null);
            return value;
        }

        var before = Evaluate((Expression)assignment.Left, scope);
        switch (assignment.Operator)
        {
            case Operator.LogicalOrAssignment or Operator.LogicalAndAssignment or Operator.NullishCoalescingAssignment:
                var op = assignment.Operator switch
                {
                    Operator.LogicalOrAssignment => Operator.LogicalOr,
                    Operator.LogicalAndAssignment => Operator.LogicalAnd,
                    _ => Operator.NullishCoalescing,
                };
                var chosen = Choose(op, before, assignment.Right, scope);
                Assign(assignment.Left, chosen, scope, null);
                return chosen;
            default:
                var result = Operators.Apply(Plain(assignment.Operator), before, Evaluate(assignment.Right, scope), _budget);
                Assign(assignment.Left, result, scope, null);
                return result;
        }
    }

    private static Operator Plain(Operator assignment) => assignment switch
    {
        Operator.AdditionAssignment => Operator.Addition,
        Operator.SubtractionAssignment => Operator.Subtraction,
        Operator.MultiplicationAssignment => Operator.Multiplication,
        Operator.DivisionAssignment => Operator.Division,
        Operator.RemainderAssignment => Operator.Remainder,
        Operator.ExponentiationAssignment => Operator.Exponentiation,
        Operator.BitwiseAndAssignment => Operator.BitwiseAnd,
        Operator.BitwiseOrAssignment => Operator.BitwiseOr,
        Operator.BitwiseXorAssignment => Operator.BitwiseXor,
        Operator.LeftShiftAssignment => Operator.LeftShift,
        Operator.RightShiftAssignment => Operator.RightShift,
        Operator.UnsignedRightShiftAssignment => Operator.UnsignedRightShift,
        _ => Operator.Unknown,
    };
}
