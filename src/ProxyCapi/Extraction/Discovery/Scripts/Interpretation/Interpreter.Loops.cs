using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Loops: over what is known round by round, else the body once, as something that may happen.</summary>
internal sealed partial class Interpreter
{
    private Flow Loop(Statement loop, Scope scope, string? label)
    {
        var inner = _memory.NewScope(scope);
        switch (loop)
        {
            case ForStatement counted:
                if (counted.Init is VariableDeclaration variables)
                {
                    Declare(variables, inner);
                }
                else if (counted.Init is Expression expression)
                {
                    Evaluate(expression, inner);
                }

                var isOwn = counted.Init is VariableDeclaration { Kind: VariableDeclarationKind.Let };
                return Rounds(counted.Test, counted.Body, counted.Update, inner, label, isOwn);
            case WhileStatement loopWhile:
                return Rounds(loopWhile.Test, loopWhile.Body, null, inner, label);
            case DoWhileStatement loopUntil:
                return Round(loopUntil.Body, inner, label, out var first) ? Rounds(loopUntil.Test, loopUntil.Body, null, inner, label) : first;
            case ForOfStatement each:
                return Each(each.Left, each.Body, Elements(Evaluate(each.Right, inner)), inner, label);
            case ForInStatement each:
                return Each(each.Left, each.Body, Keys(Evaluate(each.Right, inner)), inner, label);
            default:
                return Flow.Normal;
        }
    }

    private Flow Rounds(Expression? test, Statement body, Expression? update, Scope scope, string? label, bool isOwn = false)
    {
        for (var round = 0; round < ScriptBudget.Rounds; round++)
        {
            switch (test is null ? true : Condition(test, scope))
            {
                case false:
                    return Flow.Normal;
                case null:
                    return Once(() => Round(body, scope, label, out var end) ? Flow.Normal : end);
            }

            if (!Round(body, scope, label, out var flow))
            {
                return flow;
            }

            scope = isOwn ? Copy(scope) : scope;
            if (update is not null)
            {
                Evaluate(update, scope);
            }
        }

        return Flow.Normal;
    }

    /// <summary>Each round of a loop has its own <c>let</c> variables, which functions that wait still see later.</summary>
    private Scope Copy(Scope scope)
    {
        var next = _memory.NewScope(scope.Parent!);
        foreach (var (name, value) in scope.Entries)
        {
            _memory.Set(next, name, value);
        }

        return next;
    }

    private Flow Each(Node left, Statement body, List<object>? elements, Scope scope, string? label)
    {
        if (elements is null)
        {
            return Once(() =>
            {
                var round = _memory.NewScope(scope);
                Assign(left, Unknown.Value, round);
                return Round(body, round, label, out var end) ? Flow.Normal : end;
            });
        }

        foreach (var element in elements.Take(ScriptBudget.Rounds))
        {
            var round = _memory.NewScope(scope);
            Assign(left, element, round);
            if (!Round(body, round, label, out var flow))
            {
                return flow;
            }
        }

        return Flow.Normal;
    }

    private void Assign(Node left, object value, Scope round)
    {
        if (left is VariableDeclaration { Declarations: [var declarator, ..] } variables)
        {
            Bind(declarator.Id, value, round, variables.Kind == VariableDeclarationKind.Var ? round.Function : round);
        }
        else
        {
            Assign(left, value, round, null);
        }
    }

    /// <summary>Reads the body of a loop of which only the browser knows how often it runs.</summary>
    private Flow Once(Func<Flow> body) => Fork(2, way => way == 0 ? body() : Flow.Normal);

    /// <summary>One round. Whether the next may follow; if not, how the loop ends.</summary>
    private bool Round(Statement body, Scope scope, string? label, out Flow flow)
    {
        var depth = _memory.Depth;
        flow = Execute(body, scope);
        CloseTo(depth);
        var isOurs = _label is null || _label == label;
        if (flow == Flow.Normal || (flow == Flow.Continue && isOurs))
        {
            _label = null;
            return true;
        }

        if (flow == Flow.Break && isOurs)
        {
            _label = null;
            flow = Flow.Normal;
        }

        return false;
    }

    /// <summary>The elements of something that can be gone through; <see langword="null"/> if they are unknown.</summary>
    private List<object>? Elements(object value)
    {
        var elements = value switch
        {
            ScriptArray { IsUncertain: false } list => [.. list.Items],
            string text => text.Length > ScriptBudget.Rounds ? null : [.. text.Select(character => character.ToString())],
            Nothing => [],
            _ => (List<object>?)null,
        };
        _budget.Step(elements?.Count ?? 0);
        return elements;
    }

    /// <summary>The names of an object's members; <see langword="null"/> if they are unknown.</summary>
    private List<object>? Keys(object value)
    {
        var keys = value switch
        {
            ScriptArray { IsUncertain: false } list => [.. Enumerable.Range(0, list.Items.Count).Select(index => Coercion.NumberText((decimal)index))],
            ScriptArray or ScriptPromise => null,
            ScriptObject { IsOpen: false } plain => [.. plain.Entries.Select(entry => entry.Key)],
            Nothing => [],
            _ => (List<object>?)null,
        };
        _budget.Step(keys?.Count ?? 0);
        return keys;
    }
}
