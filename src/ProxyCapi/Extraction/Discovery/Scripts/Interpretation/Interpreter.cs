using Acornima.Ast;
using AngleSharp.Html.Dom;
using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>
/// Reads what the scripts of a page do when it loads, without a browser: it runs them on what is known, reads every way where a condition is not, and
/// writes down the calls of global functions. One per page.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly ScriptBudget _budget = new();
    private readonly ScriptMemory _memory;
    private readonly ScriptObject _window;
    private readonly Scope _page;
    private readonly ConstantWriter _constants = new();
    private readonly List<ScriptCall> _calls = [];
    private readonly List<ScriptBranch> _path = [];
    private readonly HashSet<IFunction> _entered = [];
    private readonly Queue<DeferredCall>[] _deferred = [new(), new(), new(), new()];
    private int _branchings;
    private int _deferrals;
    private int _timers;
    private int _callLimit;

    /// <param name="address">The page's address.</param>
    /// <param name="document">The page as it was sent.</param>
    public Interpreter(Uri? address = null, IHtmlDocument? document = null)
    {
        _memory = new ScriptMemory(_budget);
        _window = _memory.NewObject();
        _window.Name = "";
        _window.IsOpen = true;
        _page = _memory.NewPageScope(_window);
        _document = document;
        _location = address is null ? null : Address(address);
    }

    /// <summary>The functions that were entered.</summary>
    public IReadOnlySet<IFunction> Entered => _entered;

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<ScriptCall> Calls => _calls;

    /// <summary>Work done so far.</summary>
    public int Steps => _budget.Spent;

    /// <summary>Runs a script.</summary>
    /// <param name="program">The script.</param>
    /// <param name="isModule">Whether its variables are its own.</param>
    /// <returns>Whether it came to its end.</returns>
    public bool Run(Program program, bool isModule) => Guarded(() =>
    {
        var scope = isModule ? _memory.NewFunctionScope(_page, Nothing.Undefined, null) : _page;
        Hoist(program.Body, scope);
        foreach (var statement in program.Body)
        {
            if (Execute(statement, scope) != Flow.Normal)
            {
                break;
            }
        }
    });

    /// <summary>Keeps an <c>onload</c> attribute until everything has loaded.</summary>
    public void RunOnLoad(Program program)
    {
        var run = _memory.NewFunction(_ =>
        {
            foreach (var statement in program.Body)
            {
                if (Execute(statement, _page) != Flow.Normal)
                {
                    break;
                }
            }

            return Nothing.Undefined;
        });
        Defer(LoadPhase.Load, run, _window, []);
    }

    /// <summary>Runs what waits for the document, the network and the clock.</summary>
    /// <returns>Whether all of it came to its end.</returns>
    public bool FinishLoading()
    {
        var ended = RunDeferred(LoadPhase.Ready);
        if (_window.Find("onload") is ScriptFunction handler)
        {
            Defer(LoadPhase.Load, handler, _window, [Unknown.Value]);
        }

        // What has loaded may wait for the clock, and what the clock starts may ask for the document, which is complete by then.
        while (Array.FindIndex(_deferred, waiting => waiting.Count > 0) is var next and >= 0)
        {
            var phase = (LoadPhase)next;
            ended &= RunDeferred(phase);
        }

        return ended;
    }

    /// <summary>The page's variables as they are now.</summary>
    public IReadOnlyDictionary<string, JToken> Variables()
    {
        var variables = new Dictionary<string, JToken>(StringComparer.Ordinal);
        var granted = ScriptBudget.Tokens;
        foreach (var (name, value) in _window.Entries)
        {
            if (value is not (ScriptFunction or NativeFunction or ScriptPromise or Unknown or Nothing))
            {
                variables[name] = _constants.WriteVariable(value, ref granted);
            }
        }

        return variables;
    }

    /// <summary>Runs a piece of the page for its own account; what it has found stays, also if it does too much.</summary>
    private bool Guarded(Action action)
    {
        if (_budget.IsSpent)
        {
            return false;
        }

        _budget.Begin();
        _constants.Begin();
        _callLimit = Math.Min(ScriptBudget.Calls, _calls.Count + ScriptBudget.CallsPerScript);
        var ended = true;
        ended &= Try(action);
        ended &= Try(() => CloseTo(0));
        while (ended && _deferred[(int)LoadPhase.Microtask].TryDequeue(out var call))
        {
            ended &= Try(() => Run(call)) && Try(() => CloseTo(0));
        }

        return ended;
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (ScriptBudgetException)
        {
            _path.Clear();
            _callDepth = 0;
            _mayReturn = [];
            while (_memory.Depth > 0)
            {
                _ = _memory.Close();
            }

            return false;
        }
    }

    private bool RunDeferred(LoadPhase phase)
    {
        var ended = true;
        while (_deferred[(int)phase].TryDequeue(out var call))
        {
            ended &= Guarded(() => Run(call));
            if (_budget.IsSpent)
            {
                _deferred[(int)phase].Clear();
            }
        }

        return ended;
    }

    private void Run(DeferredCall call)
    {
        _timers = call.Timers;
        if (call.Branches.Count == 0)
        {
            Invoke(call.Function, call.This, call.Arguments);
            return;
        }

        // It runs only if the page took the ways on which it was set up.
        _path.AddRange(call.Branches);
        _memory.Open();
        Invoke(call.Function, call.This, call.Arguments);
        CloseTo(1);
        _memory.Join([_memory.Close().Outcome, BranchOutcome.None]);
        _path.Clear();
    }

    private void Defer(LoadPhase phase, object function, object thisValue, IReadOnlyList<object> arguments)
    {
        var timers = _timers + (phase == LoadPhase.Timer ? 1 : 0);
        if (function is ScriptFunction or NativeFunction && timers <= ScriptBudget.TimersInARow && ++_deferrals <= ScriptBudget.Deferred)
        {
            _deferred[(int)phase].Enqueue(new DeferredCall((ScriptObject)function, thisValue, arguments, [.. _path], timers));
        }
    }

    private void Record(string? callee, IReadOnlyList<object> arguments)
    {
        if (string.IsNullOrEmpty(callee) || _calls.Count >= _callLimit || !HostNames.IsWorthRecording(callee))
        {
            return;
        }

        var constants = new JToken[arguments.Count];
        for (var index = 0; index < constants.Length; index++)
        {
            constants[index] = _constants.Write(arguments[index]);
        }

        _budget.Step(constants.Length);
        _calls.Add(new ScriptCall(callee, constants, _path.Count == 0 ? [] : [.. _path]));
    }
}
