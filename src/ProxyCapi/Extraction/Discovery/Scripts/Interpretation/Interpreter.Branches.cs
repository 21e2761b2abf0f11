namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Branchings of which only the browser knows the way.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Reads every way of a branching from the same state, and joins what they leave behind.</summary>
    private Flow Fork(int ways, Func<int, Flow> run)
    {
        var branching = ++_branchings;
        var depth = _memory.Depth;
        var pathLength = _path.Count;
        var returned = new List<object>();
        var staying = new List<(int Way, BranchOutcome Outcome)>();
        var leaving = new List<(Flow Flow, BranchOutcome Outcome)>();
        for (var way = 0; way < ways; way++)
        {
            _budget.Step(ScriptBudget.StepsPerWay);
            _memory.Open();
            _path.Add(new ScriptBranch(branching, way));
            var flow = run(way);
            CloseTo(depth + 1);
            _path.RemoveRange(pathLength, _path.Count - pathLength);
            var outcome = _memory.Close().Outcome;
            if (flow == Flow.Return)
            {
                returned.Add(_returned);
            }

            if (flow == Flow.Normal)
            {
                staying.Add((way, outcome));
            }
            else
            {
                leaving.Add((flow, outcome));
            }
        }

        if (staying.Count == 0)
        {
            _memory.Join([.. leaving.Select(left => left.Outcome)]);
            _returned = JoinAll(returned);
            return returned.Count > 0 ? Flow.Return : leaving[0].Flow;
        }

        if (leaving.Count > 0)
        {
            // What follows is read as the way that stays; the others come in again where the function ends.
            _mayReturn.AddRange(returned);
            _memory.Open(pathLength, [.. leaving.Select(left => left.Outcome)]);
            if (staying.Count == 1)
            {
                _path.Add(new ScriptBranch(branching, staying[0].Way));
            }
        }

        _memory.Join([.. staying.Select(stayed => stayed.Outcome)]);
        return Flow.Normal;
    }

    /// <summary>Reads something that happens or does not.</summary>
    private object Maybe(Func<object> evaluate, object otherwise)
    {
        var result = otherwise;
        Fork(2, way =>
        {
            if (way == 0)
            {
                result = evaluate();
            }

            return Flow.Normal;
        });
        return result;
    }

    /// <summary>Joins the ways that have left what is now at its end.</summary>
    private void CloseTo(int depth)
    {
        while (_memory.Depth > depth)
        {
            var (frame, outcome) = _memory.Close();
            _memory.Join([outcome, .. frame.Departed]);
            if (frame.PathLength < _path.Count)
            {
                _path.RemoveRange(frame.PathLength, _path.Count - frame.PathLength);
            }
        }
    }

    private static object JoinAll(List<object> values)
    {
        object? joined = values.Count == 0 ? Nothing.Undefined : values[0];
        foreach (var value in values)
        {
            joined = ScriptMemory.Join(joined, value);
        }

        return joined ?? Nothing.Undefined;
    }
}
