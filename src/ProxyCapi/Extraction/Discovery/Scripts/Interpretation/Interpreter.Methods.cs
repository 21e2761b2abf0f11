namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>Methods of values: texts, numbers, lists, promises.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Calls a method that the language gives a value; <see langword="null"/> if it has none of that name.</summary>
    private object? Methods(object holder, string name, IReadOnlyList<object> arguments) => holder switch
    {
        string text when name is "match" or "search" && arguments is [ScriptPattern sought] => Match(sought, text, name),
        string text => StringMethods.Call(text, name, arguments, _budget) is { } result ? result is List<object> parts ? _memory.NewArray(parts) : result : null,
        decimal or double => NumberMethods.Call(holder, name, arguments),
        bool truth => name is "toString" ? truth ? "true" : "false" : name is "valueOf" ? truth : null,
        ScriptArray => ArrayMethod(holder, name, arguments),
        ScriptPromise promise => name switch
        {
            "then" or "finally" => Then(promise, arguments.Count > 0 ? arguments[0] : null),
            "catch" => promise,
            _ => null,
        },
        ScriptElement element => ElementMethod(element, name, arguments),
        ScriptQuery query => query.Call(name, arguments),
        ScriptPattern pattern => arguments is [string subject, ..] ? Match(pattern, subject, name) : name is "test" or "exec" ? Unknown.Value : null,
        ScriptObject owner when ReferenceEquals(owner, _window) => null,
        ScriptObject { IsOpen: false } owner => name switch
        {
            "hasOwnProperty" when arguments.Count > 0 && Coercion.Text(arguments[0], _budget) is { } key => owner.Find(key) is not null,
            "valueOf" => owner,
            _ => null,
        },
        _ => null,
    };

    /// <summary>What a regular expression finds.</summary>
    private object? Match(ScriptPattern pattern, string subject, string how)
    {
        if (how is not ("test" or "exec" or "match" or "search") || StringMethods.Compile(pattern, subject, _budget) is not { } regex)
        {
            return how is "test" or "exec" or "match" or "search" ? Unknown.Value : null;
        }

        var match = regex.Match(subject);
        return how == "test" ? match.Success
            : how == "search" ? (decimal)(match.Success ? match.Index : -1)
            : !match.Success ? Nothing.Null
            : how == "match" && pattern.Flags.Contains('g', StringComparison.Ordinal) ? Unknown.Value
            : _memory.NewArray([.. match.Groups.Values.Select(group => group.Success ? (object)group.Value : Nothing.Undefined)]);
    }

    private object ArrayMethod(object holder, string name, IReadOnlyList<object> arguments)
    {
        if (holder is not ScriptArray list)
        {
            return Unknown.Value;
        }

        switch (name)
        {
            case "reverse":
                _budget.Step(list.Items.Count);
                _memory.Change(list).Reverse();
                return list;
            case "push":
                _memory.Change(list).AddRange(arguments);
                return (decimal)list.Items.Count;
            case "unshift":
                _budget.Step(list.Items.Count);
                _memory.Change(list).InsertRange(0, arguments);
                return (decimal)list.Items.Count;
            case "pop" or "shift":
                return Take(list, name == "pop");
            case "sort" or "splice" or "fill" or "copyWithin":
                return Uncertain(list);
        }

        _budget.Step(list.Items.Count);

        if (list.IsUncertain)
        {
            return name is "slice" or "concat" or "filter" or "map" ? Uncertain(_memory.NewArray([.. list.Items])) : Unknown.Value;
        }

        var first = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        return first is ScriptFunction visit && name is not ("indexOf" or "includes" or "concat") ? Visit(list, name, visit, arguments) : Derive(list, name, first, arguments);
    }

    private object Take(ScriptArray list, bool last)
    {
        var items = _memory.Change(list);
        if (items.Count == 0)
        {
            return list.IsUncertain ? Unknown.Value : Nothing.Undefined;
        }

        var index = last ? items.Count - 1 : 0;
        _budget.Step((items.Count - index) / 8);
        var taken = items[index];
        items.RemoveAt(index);
        return list.IsUncertain ? Unknown.Value : taken;
    }

    private object Derive(ScriptArray list, string name, object first, IReadOnlyList<object> arguments)
    {
        switch (name)
        {
            case "join":
                return (first is Nothing ? "," : Coercion.Text(first, _budget)) is { } separator ? Coercion.Join(list, separator, _budget) ?? (object)Unknown.Value : Unknown.Value;
            case "toString":
                return Coercion.Join(list, ",", _budget) ?? (object)Unknown.Value;
            case "concat":
                var joined = list.Items.Concat(arguments.SelectMany(argument => argument is ScriptArray other ? other.Items : [argument])).ToList();
                _budget.Step(joined.Count);
                var whole = _memory.NewArray(joined);
                return arguments.Any(argument => argument is Unknown or ScriptArray { IsUncertain: true }) ? Uncertain(whole) : whole;
            case "slice":
                var (start, end) = StringMethods.Range(list.Items.Count, first, arguments.Count > 1 ? arguments[1] : Nothing.Undefined);
                return start is null || end is null ? Unknown.Value : _memory.NewArray(list.Items[start.Value..Math.Max(start.Value, end.Value)]);
            case "at" when first is decimal place:
                var index = (int)Math.Clamp(place < 0 ? place + list.Items.Count : place, -1, list.Items.Count);
                return index >= 0 && index < list.Items.Count ? list.Items[index] : Nothing.Undefined;
            case "flat":
                return _memory.NewArray([.. list.Items.SelectMany(item => item is ScriptArray inner ? inner.Items : [item])]);
            case "indexOf" or "includes":
                return IndexOf(list, first, name == "includes");
            case "keys":
                return _memory.NewArray([.. Keys(list) ?? []]);
            case "values":
                return list;
            case "entries":
                return _memory.NewArray([.. list.Items.Select((item, place) => (object)_memory.NewArray([(decimal)place, item]))]);
            default:
                return Unknown.Value;
        }
    }

    private static object IndexOf(ScriptArray list, object sought, bool asTruth)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            switch (Operators.StrictlyEqual(list.Items[index], sought))
            {
                case null:
                    return Unknown.Value;
                case true:
                    return asTruth ? true : (decimal)index;
            }
        }

        return asTruth ? false : -1m;
    }

    /// <summary>Methods that call a function for each element.</summary>
    private object Visit(ScriptArray list, string name, ScriptFunction visit, IReadOnlyList<object> arguments)
    {
        // What is called may change the list.
        var items = list.Items.ToList();
        switch (name)
        {
            case "forEach":
                return ForEach(list, visit, keyFirst: false);
            case "reduce":
                return Reduce(list, visit, arguments);
            case "map" or "flatMap":
                var mapped = Results(list, items, visit);
                return _memory.NewArray(name == "map" ? mapped : [.. mapped.SelectMany(item => item is ScriptArray inner ? inner.Items : [item])]);
            case "filter" or "find" or "findIndex" or "some" or "every":
                var truths = Results(list, items, visit).ConvertAll(Coercion.Truth);
                return truths.Contains(null) ? name == "filter" ? Uncertain(_memory.NewArray(items)) : Unknown.Value : name switch
                {
                    "filter" => _memory.NewArray([.. items.Where((_, index) => truths[index] == true)]),
                    "find" => truths.IndexOf(true) is var found and >= 0 ? items[found] : Nothing.Undefined,
                    "findIndex" => (decimal)truths.IndexOf(true),
                    "some" => truths.Contains(true),
                    _ => !truths.Contains(false),
                };
            default:
                return Unknown.Value;
        }
    }

    private List<object> Results(ScriptArray list, List<object> items, ScriptFunction visit)
    {
        var results = new List<object>();
        foreach (var (index, item) in items.Index())
        {
            _budget.Step();
            results.Add(Invoke(visit, Nothing.Undefined, [item, (decimal)index, list]));
        }

        return results;
    }

    private object Reduce(ScriptArray list, ScriptFunction visit, IReadOnlyList<object> arguments)
    {
        var items = list.Items.ToList();
        if (arguments.Count < 2 && items.Count == 0)
        {
            return Unknown.Value;
        }

        var value = arguments.Count > 1 ? arguments[1] : items[0];
        for (var index = arguments.Count > 1 ? 0 : 1; index < items.Count; index++)
        {
            value = Invoke(visit, Nothing.Undefined, [value, items[index], (decimal)index, list]);
        }

        return value;
    }

    /// <summary>Calls a function for each element, or each member of an object; jQuery hands over the key first.</summary>
    private object ForEach(object subject, ScriptFunction visit, bool keyFirst)
    {
        foreach (var key in Keys(subject) ?? [])
        {
            var value = Member(subject, (string)key);
            var place = subject is ScriptArray ? Coercion.NumberOf((string)key) : key;
            Invoke(visit, keyFirst ? value : Nothing.Undefined, keyFirst ? [place, value] : [value, place, subject]);
        }

        return keyFirst ? subject : Nothing.Undefined;
    }
}
