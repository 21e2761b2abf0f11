using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Statements.</summary>
internal sealed partial class Interpreter
{
    private object _returned = Nothing.Undefined;
    private List<object> _mayReturn = [];
    private string? _label;

    /// <summary>Function declarations are there before the first statement runs.</summary>
    private void Hoist(in NodeList<Statement> statements, Scope scope)
    {
        foreach (var statement in statements)
        {
            var declaration = statement switch
            {
                FunctionDeclaration function => function,
                ExportNamedDeclaration { Declaration: FunctionDeclaration function } => function,
                ExportDefaultDeclaration { Declaration: FunctionDeclaration function } => function,
                _ => null,
            };
            if (declaration?.Id is { } id)
            {
                Declare(scope, id.Name, _memory.NewFunction(declaration, scope));
            }
        }
    }

    private Flow Execute(Statement statement, Scope scope)
    {
        _budget.Step();
        ScriptBudget.Descend();
        switch (statement)
        {
            case ExpressionStatement expression:
                Evaluate(expression.Expression, scope);
                return Flow.Normal;
            case VariableDeclaration variables:
                Declare(variables, scope);
                return Flow.Normal;
            case IfStatement choice:
                return If(choice, scope);
            case BlockStatement block:
                return Block(block.Body, _memory.NewScope(scope));
            case ReturnStatement result:
                _returned = result.Argument is { } argument ? Evaluate(argument, scope) : Nothing.Undefined;
                return Flow.Return;
            case TryStatement attempt:
                return Try(attempt, scope);
            case SwitchStatement choice:
                return Switch(choice, scope);
            case ForStatement or ForInStatement or ForOfStatement or WhileStatement or DoWhileStatement:
                return Loop(statement, scope, null);
            case LabeledStatement labeled:
                return Labeled(labeled, scope);
            case BreakStatement leave:
                _label = leave.Label?.Name;
                return Flow.Break;
            case ContinueStatement next:
                _label = next.Label?.Name;
                return Flow.Continue;
            case ThrowStatement failure:
                Evaluate(failure.Argument, scope);
                return Flow.Throw;
            case ClassDeclaration definition:
                if (definition.Id is { } id)
                {
                    Declare(scope, id.Name, Class(definition, scope));
                }

                return Flow.Normal;
            case ExportNamedDeclaration { Declaration: { } exported }:
                return Execute(exported, scope);
            case ExportDefaultDeclaration { Declaration: Expression value }:
                Evaluate(value, scope);
                return Flow.Normal;
            default:
                // Functions are hoisted; imports are unknown names; "with" hides what its names mean.
                return Flow.Normal;
        }
    }

    private Flow Block(in NodeList<Statement> statements, Scope scope)
    {
        Hoist(statements, scope);
        foreach (var statement in statements)
        {
            if (Execute(statement, scope) is var flow && flow != Flow.Normal)
            {
                return flow;
            }
        }

        return Flow.Normal;
    }

    private Flow If(IfStatement choice, Scope scope) => Condition(choice.Test, scope) switch
    {
        true => Execute(choice.Consequent, scope),
        false => choice.Alternate is { } other ? Execute(other, scope) : Flow.Normal,
        null => Fork(2, way => way == 0 ? Execute(choice.Consequent, scope) : choice.Alternate is { } other ? Execute(other, scope) : Flow.Normal),
    };

    private Flow Labeled(LabeledStatement labeled, Scope scope)
    {
        var flow = labeled.Body is ForStatement or ForInStatement or ForOfStatement or WhileStatement or DoWhileStatement
            ? Loop(labeled.Body, scope, labeled.Label.Name)
            : Execute(labeled.Body, scope);
        if (flow == Flow.Break && _label == labeled.Label.Name)
        {
            _label = null;
            return Flow.Normal;
        }

        return flow;
    }

    /// <summary>What a handler of errors does is nothing that a page does when it loads, unless the error is certain.</summary>
    private Flow Try(TryStatement attempt, Scope scope)
    {
        var flow = Block(attempt.Block.Body, _memory.NewScope(scope));
        if (flow == Flow.Throw && attempt.Handler is { } handler)
        {
            var inner = _memory.NewScope(scope);
            if (handler.Param is { } parameter)
            {
                Bind(parameter, Unknown.Value, inner, inner);
            }

            flow = Block(handler.Body.Body, inner);
        }

        var result = _returned;
        if (attempt.Finalizer is { } finalizer && Block(finalizer.Body, _memory.NewScope(scope)) is var last && last != Flow.Normal)
        {
            return last;
        }

        _returned = result;
        return flow;
    }

    private Flow Switch(SwitchStatement choice, Scope scope)
    {
        var value = Evaluate(choice.Discriminant, scope);
        var inner = _memory.NewScope(scope);
        var start = -1;
        var isKnown = value is not Unknown;
        for (var index = 0; index < choice.Cases.Count && isKnown && start < 0; index++)
        {
            if (choice.Cases[index].Test is { } test)
            {
                var matches = Operators.StrictlyEqual(value, Evaluate(test, inner));
                isKnown = matches is not null;
                start = matches == true ? index : -1;
            }
        }

        var fallback = choice.Cases.Count;
        for (var index = 0; index < choice.Cases.Count; index++)
        {
            fallback = choice.Cases[index].Test is null ? index : fallback;
        }

        return isKnown ? Cases(choice, start < 0 ? fallback : start, inner)
            : Fork(fallback == choice.Cases.Count ? fallback + 1 : choice.Cases.Count, way => Cases(choice, way, inner));
    }

    private Flow Cases(SwitchStatement choice, int start, Scope scope)
    {
        var depth = _memory.Depth;
        for (var index = start; index < choice.Cases.Count; index++)
        {
            _budget.Step();
            foreach (var statement in choice.Cases[index].Consequent)
            {
                switch (Execute(statement, scope))
                {
                    case Flow.Normal:
                        continue;
                    case Flow.Break when _label is null:
                        CloseTo(depth);
                        return Flow.Normal;
                    case var flow:
                        return flow;
                }
            }
        }

        return Flow.Normal;
    }
}
