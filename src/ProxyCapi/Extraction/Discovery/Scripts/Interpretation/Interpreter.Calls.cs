using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Calls of functions.</summary>
internal sealed partial class Interpreter
{
    private int _callDepth;

    private object Call(CallExpression call, Scope scope)
    {
        object? holder = null;
        string? key = null;
        object callee;
        if (call.Callee is MemberExpression member)
        {
            if (member is { Computed: false, Object: MemberExpression method, Property: Identifier { Name: "call" or "apply" } how }
                && CallBorrowed(method, how.Name, call, scope, out holder) is { } result)
            {
                return result;
            }

            holder ??= Evaluate(member.Object, scope);
            if (holder is Nothing)
            {
                // "x?.f()" does nothing; without the mark the script would stop here, which is more than we know for certain.
                return member.Optional ? Nothing.Undefined : Unknown.Value;
            }

            key = KeyOf(member.Property, member.Computed, scope);
            callee = key is null ? Unknown.Value : Member(holder, key);
        }
        else
        {
            callee = Evaluate(call.Callee, scope);
        }

        if (call.Optional && callee is Nothing)
        {
            return Nothing.Undefined;
        }

        var arguments = Spread(call.Arguments, scope, out _);
        _budget.Step(arguments.Count);
        return key is "call" or "apply" or "bind" && holder is ScriptFunction or Unknown { Path: not null }
            ? CallThrough(holder, key, arguments)
            : Call(callee, holder, key, arguments, (call.Callee as Identifier)?.Name);
    }

    /// <summary><c>layer.push.apply(layer, x)</c>, <c>[].slice.call(arguments)</c>: a method of the language, borrowed for another value.</summary>
    private object? CallBorrowed(MemberExpression method, string how, CallExpression call, Scope scope, out object? holder)
    {
        var owner = Evaluate(method.Object, scope);
        var key = KeyOf(method.Property, method.Computed, scope);
        holder = key is null ? Unknown.Value : Member(owner, key);
        if (key is null || owner is not (string or ScriptArray or Unknown { Path: "Array.prototype" }) || holder is ScriptFunction)
        {
            return null;
        }

        var arguments = Spread(call.Arguments, scope, out _);
        var receiver = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        return Call(Unknown.Value, receiver, key, Passed(how, arguments), null);
    }

    private List<object> Passed(string how, List<object> arguments) =>
        how == "call" ? [.. arguments.Skip(1)] : arguments.Count > 1 ? Elements(arguments[1]) ?? [Unknown.Value] : [];

    /// <summary><c>f.call</c>, <c>f.apply</c>, <c>f.bind</c>.</summary>
    private object CallThrough(object function, string how, List<object> arguments)
    {
        var thisValue = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        if (how == "bind")
        {
            return function is ScriptFunction bound ? _memory.Bind(bound, thisValue, [.. arguments.Skip(1)]) : function;
        }

        return Call(function, thisValue, null, Passed(how, arguments), null);
    }

    private object Call(object callee, object? holder, string? key, IReadOnlyList<object> arguments, string? identifier)
    {
        var name = NameOf(callee, holder, key, identifier);
        if (callee is ScriptFunction or NativeFunction)
        {
            Record(name, arguments);
            return Invoke((ScriptObject)callee, holder ?? _window, arguments);
        }

        if (key is not null && holder is not Unknown && Methods(holder!, key, arguments) is { } result)
        {
            if (name is not null && key is "push" or "unshift")
            {
                Record(name, arguments);
            }

            return result;
        }

        Record(name, arguments);
        return callee is Unknown unknown ? CallHost(unknown, holder, key, arguments) : Unknown.Value;
    }

    /// <summary>The global name of what is called; <see langword="null"/> if it has none.</summary>
    private static string? NameOf(object callee, object? holder, string? key, string? identifier) => callee switch
    {
        ScriptFunction { Name: { } name } => name,
        ScriptFunction function => identifier is { Length: > 2 } && function.Code.Id?.Name == identifier ? identifier : null,
        Unknown { Path: { } path } => path,
        _ => holder is ScriptObject { Name: { } owner } && key is not null ? owner.Length == 0 ? key : $"{owner}.{key}" : null,
    };

    /// <summary>Calls a function of the page or one that the browser gave it.</summary>
    private object Invoke(ScriptObject callee, object thisValue, IReadOnlyList<object> arguments)
    {
        if (callee is NativeFunction native)
        {
            return native.Invoke(arguments);
        }

        if (callee is not ScriptFunction function || function.Code.Generator || _callDepth >= ScriptBudget.CallDepth)
        {
            return Unknown.Value;
        }

        var code = function.Code;
        _entered.Add(code);
        var passed = function.BoundArguments.Count == 0 ? arguments : [.. function.BoundArguments, .. arguments];
        var isArrow = code is ArrowFunctionExpression;
        var scope = isArrow ? _memory.NewFunctionScope(function.Scope, null, null)
            : _memory.NewFunctionScope(function.Scope, function.BoundThis ?? thisValue, passed);
        var (depth, outer) = (_memory.Depth, _mayReturn);
        _mayReturn = [];
        _callDepth++;
        BindParameters(code, passed, scope);
        var flow = Flow.Normal;
        if (code.Body is BlockStatement body)
        {
            Hoist(body.Body, scope);
            foreach (var statement in body.Body)
            {
                flow = Execute(statement, scope);
                if (flow != Flow.Normal)
                {
                    break;
                }
            }
        }
        else
        {
            _returned = Evaluate((Expression)code.Body, scope);
            flow = Flow.Return;
        }

        CloseTo(depth);
        _callDepth--;
        _mayReturn.Add(flow == Flow.Return ? _returned : Nothing.Undefined);
        var result = JoinAll(_mayReturn);
        _mayReturn = outer;
        _returned = Nothing.Undefined;
        return code.Async ? Kept(result) : result;
    }

    private void BindParameters(IFunction code, IReadOnlyList<object> arguments, Scope scope)
    {
        for (var index = 0; index < code.Params.Count; index++)
        {
            if (code.Params[index] is RestElement rest)
            {
                Bind(rest.Argument, _memory.NewArray([.. arguments.Skip(index)]), scope, scope);
                break;
            }

            Bind(code.Params[index], index < arguments.Count ? arguments[index] : Nothing.Undefined, scope, scope);
        }
    }

    /// <summary>A function expression with a name knows itself by it.</summary>
    private Scope FunctionScope(IFunction function, Scope scope)
    {
        if (function is not FunctionExpression { Id: { } id })
        {
            return scope;
        }

        var own = _memory.NewScope(scope);
        _memory.Set(own, id.Name, _memory.NewFunction(function, own));
        return own;
    }

    private ScriptPromise Kept(object value)
    {
        if (value is ScriptPromise promise)
        {
            return promise;
        }

        var kept = _memory.NewPromise();
        kept.Resolve(value);
        return kept;
    }

    private object New(NewExpression creation, Scope scope)
    {
        var callee = Evaluate(creation.Callee, scope);
        var arguments = Spread(creation.Arguments, scope, out _);
        switch (callee)
        {
            case ScriptFunction function:
                var made = _memory.NewObject();
                made.Prototype = Member(function, "prototype") as ScriptObject;
                var own = Invoke(function, made, arguments);
                return own is ScriptObject ? own : made;
            case Unknown { Kind: UnknownKind.Host, Path: "Image" }:
                return new Unknown(null, UnknownKind.Image);
            case Unknown { Kind: UnknownKind.Host, Path: "Promise" }:
                return Promise(arguments);
            case Unknown { Kind: UnknownKind.Host, Path: "URL" }:
                return NewAddress(arguments);
            case Unknown { Kind: UnknownKind.Host, Path: "URLSearchParams" } when arguments is [string query, ..]:
                return _memory.NewQuery(query);
            case Unknown { Kind: UnknownKind.Host, Path: "Array" } when arguments.Count == 0:
                return _memory.NewArray([]);
            case Unknown { Kind: UnknownKind.Host, Path: "Object" } when arguments.Count == 0:
                return _memory.NewObject();
            default:
                return Unknown.Value;
        }
    }

    private ScriptPromise Promise(List<object> arguments)
    {
        var promise = _memory.NewPromise();
        if (arguments.Count > 0 && arguments[0] is ScriptFunction executor)
        {
            var resolve = _memory.NewFunction(values =>
            {
                promise.Resolve(values.Count > 0 ? values[0] : Nothing.Undefined);
                return Nothing.Undefined;
            });
            Invoke(executor, Nothing.Undefined, [resolve, Unknown.Value]);
        }

        return promise;
    }

    /// <summary>A promise's <c>then</c>.</summary>
    private ScriptPromise Then(ScriptPromise promise, object? continuation)
    {
        var next = _memory.NewPromise();
        var run = _memory.NewFunction(values =>
        {
            var result = continuation is ScriptFunction function ? Invoke(function, Nothing.Undefined, values) : values[0];
            next.Resolve(result is ScriptPromise inner ? inner.Result ?? Unknown.Value : result);
            return Nothing.Undefined;
        });
        if (promise.Result is { } value)
        {
            Defer(LoadPhase.Microtask, run, Nothing.Undefined, [value]);
        }
        else
        {
            promise.Continuations.Add(result => Defer(LoadPhase.Microtask, run, Nothing.Undefined, [result]));
        }

        return next;
    }

    /// <summary>A class: its constructor as a function, its methods on the prototype.</summary>
    private object Class(IClass definition, Scope scope)
    {
        var methods = definition.Body.Body.OfType<MethodDefinition>().ToList();
        if (definition.SuperClass is not null || methods.Find(method => method.Kind == PropertyKind.Constructor) is not { } constructor)
        {
            return Unknown.Value;
        }

        var made = _memory.NewFunction(constructor.Value, scope);
        var prototype = _memory.NewObject();
        _memory.Set(made, "prototype", prototype);
        foreach (var method in methods.Where(method => method.Kind == PropertyKind.Method))
        {
            if (KeyOf(method.Key, method.Computed, scope) is { } name)
            {
                _memory.Set(method.Static ? made : prototype, name, _memory.NewFunction(method.Value, scope));
            }
        }

        return made;
    }
}
