using Acornima.Ast;
using AngleSharp.Dom;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>
/// The objects and variables of a page's scripts. Where only the browser knows which way a script takes, each way is read from the same state, and what
/// they leave behind is joined: a value on which all agree stays, any other is unknown from then on.
/// </summary>
internal sealed class ScriptMemory(ScriptBudget budget)
{
    private readonly List<BranchFrame> _frames = [];
    private long _serial;

    /// <summary>How many ways are being read, one inside the other.</summary>
    public int Depth => _frames.Count;

    public ScriptObject NewObject() => new(Next());

    public ScriptArray NewArray(List<object> items) => new(Next(), items);

    public ScriptFunction NewFunction(IFunction code, Scope scope) => new(Next(), code, scope);

    public ScriptFunction Bind(ScriptFunction function, object boundThis, IReadOnlyList<object> arguments) =>
        new(Next(), function.Code, function.Scope) { Name = function.Name, BoundThis = boundThis, BoundArguments = [.. function.BoundArguments, .. arguments] };

    public NativeFunction NewFunction(Func<IReadOnlyList<object>, object> body) => new(Next(), body);

    public ScriptPromise NewPromise() => new(Next());

    public ScriptPattern NewPattern(string source, string flags) => new(Next(), source, flags);

    public ScriptQuery NewQuery(string query)
    {
        budget.Text(query.Length);
        return new ScriptQuery(Next(), query);
    }

    public ScriptElement NewElement(IElement element, bool isJQuery) => new(Next(), element, isJQuery) { IsOpen = true };

    public Scope NewScope(Scope parent) => new(Next(), parent);

    public Scope NewFunctionScope(Scope parent, object? thisValue, IReadOnlyList<object>? arguments) =>
        new(Next(), parent) { IsFunction = true, This = thisValue, Arguments = arguments };

    public Scope NewPageScope(ScriptObject window) => new(Next(), null, window);

    /// <summary>Sets a value; <see langword="null"/> removes it.</summary>
    public void Set(PropertyBag bag, string name, object? value)
    {
        // To remove a name moves all that come after it.
        budget.Step(value is null ? 1 + (bag.Entries.Count / 8) : 1);
        if (_frames.Count > 0 && _frames[^1] is { } frame && frame.Concerns(bag))
        {
            frame.Values.TryAdd((bag, name), bag.Find(name));
        }

        bag.Put(name, value);
    }

    /// <summary>The list's elements, to be changed.</summary>
    public List<object> Change(ScriptArray list)
    {
        budget.Step();
        if (_frames.Count > 0 && _frames[^1] is { } frame && frame.Concerns(list) && !frame.Lists.ContainsKey(list))
        {
            budget.Step(list.Items.Count);
            frame.Lists.Add(list, [.. list.Items]);
        }

        return list.Items;
    }

    /// <summary>Begins a way.</summary>
    public void Open(int pathLength = 0, IReadOnlyList<BranchOutcome>? departed = null) =>
        _frames.Add(new BranchFrame(Next()) { PathLength = pathLength, Departed = departed ?? [] });

    /// <summary>Ends the way begun last, and takes back what it has changed.</summary>
    public (BranchFrame Frame, BranchOutcome Outcome) Close()
    {
        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        var values = new Dictionary<(PropertyBag Bag, string Name), object?>(frame.Values.Count);
        // Backwards, so that a name that came last goes first, which moves nothing.
        foreach (var (place, before) in frame.Values.Reverse())
        {
            values.Add(place, place.Bag.Find(place.Name));
            place.Bag.Put(place.Name, before);
        }

        var lists = new Dictionary<ScriptArray, List<object>>(frame.Lists.Count);
        foreach (var (list, before) in frame.Lists)
        {
            lists.Add(list, list.Items);
            list.Items = before;
        }

        return (frame, new BranchOutcome(values, lists));
    }

    /// <summary>Puts in place what a branching leaves behind, of which one way has been taken.</summary>
    public void Join(IReadOnlyList<BranchOutcome> ways)
    {
        foreach (var place in ways.SelectMany(way => way.Values.Keys).Distinct().ToList())
        {
            budget.Step(ways.Count);
            var before = place.Bag.Find(place.Name);
            var after = ways.Select(way => way.Values.TryGetValue(place, out var value) ? value : before);
            Set(place.Bag, place.Name, after.Aggregate((left, right) => Join(left, right, PathOf(place.Bag, place.Name))));
        }

        foreach (var list in ways.SelectMany(way => way.Lists.Keys).Distinct().ToList())
        {
            budget.Step(ways.Count);
            Join(list, [.. ways.Select(way => way.Lists.GetValueOrDefault(list) ?? list.Items)]);
        }
    }

    /// <summary>The value of which only the browser knows whether it is the one or the other.</summary>
    public static object? Join(object? left, object? right, string? path = null) =>
        left is null && right is null ? null
        : ReferenceEquals(left, right) || (left is not null && left.Equals(right)) ? left
        // The page sets what another file may have set before: a tracker's stub, a layer. Both are used in the same way.
        : IsAbsent(left) && right is ScriptObject ? right
        : IsAbsent(right) && left is ScriptObject ? left
        : path is null ? Unknown.Value
        : new Unknown(path, UnknownKind.Value);

    private static bool IsAbsent(object? value) => value is null or Unknown { Kind: UnknownKind.Absent };

    private static string? PathOf(PropertyBag bag, string name) =>
        bag is ScriptObject { Name: { } owner } ? owner.Length == 0 ? name : $"{owner}.{name}" : null;

    private void Join(ScriptArray list, List<List<object>> ways)
    {
        if (ways.TrueForAll(way => way.SequenceEqual(ways[0])))
        {
            var items = Change(list);
            if (!ReferenceEquals(items, ways[0]))
            {
                items.Clear();
                items.AddRange(ways[0]);
            }

            return;
        }

        budget.Step(ways.Sum(way => way.Count));
        var union = ways.SelectMany(way => way).Distinct(ReferenceEqualityComparer.Instance).ToList();
        Change(list);
        list.Items = union!;
        list.IsUncertain = true;
    }

    private long Next()
    {
        budget.Step();
        return ++_serial;
    }
}
